import { spawnSync } from 'node:child_process'
import { createClient, type RedisClientType } from 'redis'
import { RedisProcess } from './redis-process.ts'

/** Whether tests against Redis can run here. */
export const hasRedis: boolean = spawnSync('redis-server', ['--version']).status === 0
if (!hasRedis) announceAbsence()

/** A Redis of a test's own, on a free port and without persistence. */
export class RedisServer {
  readonly #process: RedisProcess

  private constructor(process: RedisProcess) {
    this.#process = process
  }

  static async start(): Promise<RedisServer> {
    return new RedisServer(await RedisProcess.start())
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#process.port}`
  }

  /** Brings it up empty, where it was before. */
  restart(): Promise<void> {
    return this.#process.restart()
  }

  /** Keeps connections open and answers nothing until {@link thaw}. */
  freeze(): void {
    this.#process.freeze()
  }

  thaw(): void {
    this.#process.thaw()
  }

  kill(): Promise<void> {
    return this.#process.kill()
  }

  close(): Promise<void> {
    return this.#process.close()
  }

  async clear(): Promise<void> {
    await this.#run((client) => client.flushAll())
  }

  /** Everything in it, by key: plain values, and the members of sets. */
  entries(): Promise<Map<string, string>> {
    return this.#run(async (client) => {
      const entries = new Map<string, string>()
      for (const key of (await client.keys('*')).sort()) entries.set(key, await readEntry(client, key))
      return entries
    })
  }

  /** {@link entries} without the counters of who began how many logins, which belong to no session. */
  async records(): Promise<Map<string, string>> {
    return new Map([...(await this.entries())].filter(([key]) => !key.includes(':rate:logins:')))
  }

  /** What Redis counts, by the name of its section. */
  info(section: string): Promise<string> {
    return this.#run((client) => client.info(section))
  }

  /** Puts an entry in behind everybody's back. */
  async write(key: string, value: string): Promise<void> {
    await this.#run((client) => client.set(key, value))
  }

  /** Takes entries out behind everybody's back. @param pattern As `KEYS` takes it. */
  async remove(pattern: string): Promise<void> {
    await this.#run(async (client) => client.del(await client.keys(pattern)))
  }

  async #run<T>(command: (client: RedisClientType) => Promise<T>): Promise<T> {
    const client: RedisClientType = createClient({ url: this.url })
    // A failure reaches the caller; without a listener it would also end the process.
    client.on('error', () => {})
    try {
      await client.connect()
      return await command(client)
    } finally {
      client.destroy()
    }
  }
}

async function readEntry(client: RedisClientType, key: string): Promise<string> {
  const type = await client.type(key)
  switch (type) {
    case 'string':
      return (await client.get(key)) ?? ''
    case 'set':
      return (await client.sMembers(key)).join(' ')
    case 'zset':
      return (await client.zRange(key, 0, -1)).join(' ')
    default:
      throw new Error(`entries of type ${type} are not read yet`)
  }
}

/** In CI a suite that proves nothing must not look like one that passed. */
function announceAbsence(): void {
  const message = 'redis-server is not installed: what is remembered in Redis is not tested'
  if (process.env.CI) throw new Error(message)
  console.warn(message)
}
