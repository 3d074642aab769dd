import { freePort } from '../support/free-port.ts'
import { ask } from '../support/redis-command.ts'
import type { RedisProcess } from '../support/redis-process.ts'
import { until } from '../support/until.ts'
import { countSessions, PASSWORD, startDurableRedis, urlOf } from './durable-redis.ts'
import type { Fault, FaultyStore } from './faults.ts'
import { untilLinked, untilPromoted, untilReplicated } from './replication.ts'

const NODE_TIMEOUT_MS = '2000'
/** First and last slot of each master. */
const SLOT_RANGES = [
  ['0', '5460'],
  ['5461', '10922'],
  ['10923', '16383'],
] as const

/** One of three masters dies; the others notice, agree, and promote its replica. */
export function clusterMasterLost(): Fault {
  return { name: 'Cluster master lost', lastsMs: 0, open }
}

async function open(): Promise<FaultyStore> {
  const [victim, second, third, replica] = await Promise.all([
    startNode(),
    startNode(),
    startNode(),
    startNode(),
  ])
  const masters = [victim, second, third]
  const survivors = [second, third, replica]
  await form(masters, replica)

  return {
    config: {
      type: 'redis-cluster',
      nodes: masters.map(({ port }) => `redis://127.0.0.1:${port}`),
      password: PASSWORD,
    },
    async hurt() {
      await untilReplicated(urlOf(victim))
      await victim.kill()
    },
    async heal() {
      await untilPromoted(urlOf(replica))
      await untilWhole(survivors)
    },
    async countSessions() {
      const counts = await Promise.all(survivors.map((node) => countSessions(urlOf(node))))
      return counts.reduce((sum, count) => sum + count, 0)
    },
    async close() {
      await Promise.all([...masters, replica].map((node) => node.close()))
    },
  }
}

async function startNode(): Promise<RedisProcess> {
  return startDurableRedis([
    ...['--cluster-enabled', 'yes', '--cluster-port', String(await freePort())],
    // What the README asks for: the slots of the others go on.
    ...['--cluster-node-timeout', NODE_TIMEOUT_MS, '--cluster-require-full-coverage', 'no'],
  ])
}

/** Gives each master its slots, and the first one the replica. */
async function form(masters: readonly RedisProcess[], replica: RedisProcess): Promise<void> {
  for (const [index, node] of [...masters, replica].entries()) {
    const range = SLOT_RANGES[index]
    if (range) await ask(urlOf(node), ['CLUSTER', 'ADDSLOTSRANGE', ...range])
    // Nodes that start with the same epoch would have to sort that out first.
    await ask(urlOf(node), ['CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1)])
  }
  const [first] = masters
  if (!first) throw new RangeError('a cluster needs masters')
  const firstBus = JSON.stringify(await ask(urlOf(first), ['CONFIG', 'GET', 'cluster-port'])).match(/\d+/)
  for (const node of [...masters.slice(1), replica]) {
    await ask(urlOf(node), ['CLUSTER', 'MEET', '127.0.0.1', String(first.port), String(firstBus)])
  }
  const firstId = String(await ask(urlOf(first), ['CLUSTER', 'MYID']))
  // Refused until the replica has heard of the master.
  await until(async () => (await ask(urlOf(replica), ['CLUSTER', 'REPLICATE', firstId])) === 'OK')
  await untilWhole([...masters, replica])
  await untilLinked(urlOf(replica))
}

async function untilWhole(nodes: readonly RedisProcess[]): Promise<void> {
  await until(async () => {
    const facts = await Promise.all(nodes.map((node) => ask(urlOf(node), ['CLUSTER', 'INFO'])))
    return facts.every((text) => String(text).includes('cluster_state:ok'))
  })
}
