import { ask } from '../support/redis-command.ts'
import { until } from '../support/until.ts'

/** Waits until a master's replica has everything: what only the dead had is nobody's fault. */
export async function untilReplicated(masterUrl: string): Promise<void> {
  await until(async () => {
    const facts = await factsOf(masterUrl)
    const [, written] = /master_repl_offset:(\d+)/.exec(facts) ?? []
    return written !== undefined && facts.includes(`state=online,offset=${written},`)
  })
}

/** Waits until a replica has become a master. */
export async function untilPromoted(replicaUrl: string): Promise<void> {
  await until(async () => (await factsOf(replicaUrl)).includes('role:master'))
}

/** Waits until a replica has caught up with its master for the first time. */
export async function untilLinked(replicaUrl: string): Promise<void> {
  await until(async () => (await factsOf(replicaUrl)).includes('master_link_status:up'))
}

async function factsOf(url: string): Promise<string> {
  return String(await ask(url, ['INFO', 'replication']))
}
