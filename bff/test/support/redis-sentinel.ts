import type { RedisSentinelOptions } from '../../src/session/stores/redis-options.ts'
import { ask } from './redis-command.ts'
import { RedisProcess } from './redis-process.ts'
import { REDIS_USER, userSettings } from './redis-user.ts'
import { until } from './until.ts'

const NAME = 'sessions'
/** The all-mighty default user has the same one. */
const PASSWORD = REDIS_USER.password
const SENTINEL_PASSWORD = 'canary-sentinel-password'
const SETTINGS = [
  ...['--requirepass', PASSWORD, '--masterauth', PASSWORD, '--repl-diskless-sync-delay', '0'],
  ...userSettings('+role'),
]

/** A master and its replica with passwords, watched over by three Sentinels with another one. */
export class RedisSentinel {
  readonly master: RedisProcess
  readonly replica: RedisProcess
  readonly sentinels: readonly RedisProcess[]

  private constructor(master: RedisProcess, replica: RedisProcess, sentinels: readonly RedisProcess[]) {
    this.master = master
    this.replica = replica
    this.sentinels = sentinels
  }

  static async start(): Promise<RedisSentinel> {
    const master = await RedisProcess.start(SETTINGS)
    const replica = await RedisProcess.start([...SETTINGS, '--replicaof', `127.0.0.1 ${master.port}`])
    // Sentinels look at a replica every ten seconds: it had better be ready at their first look.
    await until(() => isInStep(replica))
    const config = sentinelConfig(master.port)
    const sentinels = await Promise.all([1, 2, 3].map(() => RedisProcess.startSentinel(config)))
    // A Sentinel that does not know the replica, or the others, cannot fail over.
    await Promise.all(sentinels.map((sentinel) => until(() => knowsAll(sentinel))))
    return new RedisSentinel(master, replica, sentinels)
  }

  options(keyPrefix = 'test:'): RedisSentinelOptions {
    return {
      type: 'redis-sentinel',
      sentinels: this.sentinels.map(({ port }) => ({ host: '127.0.0.1', port })),
      name: NAME,
      ...REDIS_USER,
      sentinelPassword: SENTINEL_PASSWORD,
      keyPrefix,
    }
  }

  /** Where the replica is, with every right. */
  get replicaUrl(): string {
    return urlOf(this.replica)
  }

  /** The Sentinels name the replica from now on; the master does not hear of it, as if the network were cut. */
  async promoteBehindItsBack(): Promise<void> {
    const { port } = this.replica
    const tellAll = (...command: string[]) =>
      Promise.all(this.sentinels.map((each) => ask(sentinelUrl(each), ['SENTINEL', ...command])))
    await tellAll('REMOVE', NAME)
    await ask(this.replicaUrl, ['REPLICAOF', 'NO', 'ONE'])
    await tellAll('MONITOR', NAME, '127.0.0.1', String(port), '2')
    await tellAll('SET', NAME, 'auth-pass', PASSWORD)
  }

  async close(): Promise<void> {
    await Promise.all([...this.sentinels, this.replica, this.master].map((each) => each.close()))
  }
}

function sentinelConfig(masterPort: number): string {
  return [
    `requirepass ${SENTINEL_PASSWORD}`,
    `sentinel monitor ${NAME} 127.0.0.1 ${masterPort} 2`,
    `sentinel auth-pass ${NAME} ${PASSWORD}`,
    `sentinel down-after-milliseconds ${NAME} 1000`,
    `sentinel failover-timeout ${NAME} 5000`,
    '',
  ].join('\n')
}

function urlOf({ port }: RedisProcess): string {
  return `redis://:${PASSWORD}@127.0.0.1:${port}`
}

async function isInStep(replica: RedisProcess): Promise<boolean> {
  const info = await ask(urlOf(replica), ['INFO', 'replication'])
  return /master_link_status:up/.test(String(info))
}

function sentinelUrl({ port }: RedisProcess): string {
  return `redis://:${SENTINEL_PASSWORD}@127.0.0.1:${port}`
}

async function knowsAll(sentinel: RedisProcess): Promise<boolean> {
  const url = sentinelUrl(sentinel)
  const replicas = JSON.stringify(await ask(url, ['SENTINEL', 'REPLICAS', NAME]))
  const sentinels = await ask(url, ['SENTINEL', 'SENTINELS', NAME])
  const inStep = /"master-link-status"[:,]"ok"/.test(replicas)
  return inStep && Array.isArray(sentinels) && sentinels.length === 2
}
