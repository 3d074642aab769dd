import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createClient, type RedisClientType } from 'redis'

/** Whether tests against Redis can run here. */
export const hasRedis: boolean = spawnSync('redis-server', ['--version']).status === 0
if (!hasRedis) announceAbsence()

/** A Redis of a test's own, on a free port and without persistence. */
export class RedisServer {
  readonly #port: number
  readonly #dir: string
  #process: ChildProcess | undefined

  private constructor(port: number, dir: string) {
    this.#port = port
    this.#dir = dir
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), await mkdtemp(join(tmpdir(), 'coatcheck-redis-')))
    await server.restart()
    return server
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`
  }

  /** Brings it up empty, where it was before. */
  async restart(): Promise<void> {
    const settings = ['--save', '', '--appendonly', 'no', '--bind', '127.0.0.1', '--dir', this.#dir]
    const child = spawn('redis-server', ['--port', String(this.#port), ...settings])
    this.#process = child
    for await (const line of createInterface({ input: child.stdout })) {
      if (/ready to accept/i.test(line)) break
    }
    child.stdout.resume()
  }

  /** Keeps connections open and answers nothing until {@link thaw}. */
  freeze(): void {
    this.#process?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#process?.kill('SIGCONT')
  }

  async kill(): Promise<void> {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  async close(): Promise<void> {
    await this.kill()
    await rm(this.#dir, { recursive: true, force: true })
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

  /** Puts an entry in behind everybody's back. */
  async write(key: string, value: string): Promise<void> {
    await this.#run((client) => client.set(key, value))
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** In CI a suite that proves nothing must not look like one that passed. */
function announceAbsence(): void {
  const message = 'redis-server is not installed: what is remembered in Redis is not tested'
  if (process.env.CI) throw new Error(message)
  console.warn(message)
}
