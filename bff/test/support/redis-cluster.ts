import type { RedisClusterOptions } from '../../src/session/stores/redis-options.ts'
import { freePort } from './free-port.ts'
import { ask } from './redis-command.ts'
import { RedisProcess } from './redis-process.ts'
import { REDIS_USER, userSettings } from './redis-user.ts'
import { until } from './until.ts'

/** First slots of the three masters, and the end. */
const SLOTS = [0, 5461, 10_923, 16_384] as const

/** A Redis Cluster of a test's own: three masters without replicas, each with a third of the slots. */
export class RedisCluster {
  readonly masters: readonly RedisProcess[]

  private constructor(masters: readonly RedisProcess[]) {
    this.masters = masters
  }

  static async start(): Promise<RedisCluster> {
    const buses = await Promise.all([freePort(), freePort(), freePort()])
    const masters = await Promise.all(buses.map(startMaster))
    await Promise.all(masters.map((master, index) => ask(urlOf(master), slotsOf(index))))
    const [first] = masters
    for (const [index, master] of masters.entries()) {
      const meet = ['CLUSTER', 'MEET', '127.0.0.1', String(master.port), String(buses[index])]
      if (first && master !== first) await ask(urlOf(first), meet)
    }
    await Promise.all(masters.map((master) => until(() => isWhole(master))))
    return new RedisCluster(masters)
  }

  options(keyPrefix = 'test:'): RedisClusterOptions {
    return { type: 'redis-cluster', nodes: this.masters.map(urlOf), ...REDIS_USER, keyPrefix }
  }

  /** Which master holds that key. */
  async masterOf(key: string): Promise<RedisProcess> {
    const [first] = this.masters
    const slot = first && Number(await ask(urlOf(first), ['CLUSTER', 'KEYSLOT', key]))
    const index = SLOTS.findLastIndex((start) => start <= Number(slot))
    const master = this.masters[index]
    if (!master) throw new Error('every slot has a master')
    return master
  }

  async close(): Promise<void> {
    await Promise.all(this.masters.map((master) => master.close()))
  }
}

function startMaster(busPort: number): Promise<RedisProcess> {
  return RedisProcess.start([
    ...['--cluster-enabled', 'yes', '--cluster-port', String(busPort)],
    ...['--cluster-node-timeout', '1500', '--cluster-require-full-coverage', 'no'],
    ...userSettings('+cluster|slots'),
  ])
}

function slotsOf(index: number): string[] {
  const [from = 0, next = 0] = SLOTS.slice(index, index + 2)
  return ['CLUSTER', 'ADDSLOTSRANGE', String(from), String(next - 1)]
}

async function isWhole(master: RedisProcess): Promise<boolean> {
  const info = String(await ask(urlOf(master), ['CLUSTER', 'INFO']))
  return /cluster_state:ok/.test(info) && /cluster_slots_ok:16384/.test(info) && /cluster_size:3/.test(info)
}

function urlOf({ port }: RedisProcess): string {
  return `redis://127.0.0.1:${port}`
}
