import { setTimeout as pause } from 'node:timers/promises'
import type { ServerClient } from './connect-server.ts'
import { reconnectDelayMs, TIMEOUTS_OF_A_DEAD_CONNECTION } from './redis-client-settings.ts'
import type { RedisClient, RedisLink } from './redis-link.ts'
import type { RedisTrouble } from './redis-trouble.ts'

/** Finds the server and connects to it. */
type Connect = () => Promise<ServerClient>

/**
 * {@link RedisLink} to one server at a time. Whenever the connection is lost, or falls silent, the
 * server is looked for again, because after a failover it is another one.
 */
export class ServerRedis implements RedisLink {
  readonly #connect: Connect
  readonly #trouble: RedisTrouble
  readonly #closing = new AbortController()
  #server: ServerClient | undefined
  #timeouts = 0

  private constructor(connect: Connect, trouble: RedisTrouble) {
    this.#connect = connect
    this.#trouble = trouble
  }

  /** Starts connecting; resolves when the first attempt has ended either way. */
  static async open(connect: Connect, trouble: RedisTrouble): Promise<ServerRedis> {
    const link = new ServerRedis(connect, trouble)
    await new Promise<void>((resolve) => void link.#follow(resolve))
    return link
  }

  client(signal: AbortSignal): RedisClient {
    return this.#connected().withAbortSignal(signal)
  }

  /** In one command: asking for each by itself would be most of the work. */
  async getMany(signal: AbortSignal, keys: readonly string[]): Promise<(string | null)[]> {
    return keys.length > 0
      ? this.#connected()
          .withAbortSignal(signal)
          .mGet([...keys])
      : []
  }

  ping(signal: AbortSignal): Promise<unknown> {
    return this.#connected().withAbortSignal(signal).ping()
  }

  answered(): void {
    this.#timeouts = 0
  }

  timedOut(): void {
    if (++this.#timeouts < TIMEOUTS_OF_A_DEAD_CONNECTION) return
    this.#timeouts = 0
    this.#server?.destroy()
  }

  close(): void {
    this.#closing.abort()
    this.#server?.destroy()
  }

  #connected(): ServerClient {
    if (!this.#server) throw new Error('redis is not connected')
    return this.#server
  }

  async #follow(attempted: () => void): Promise<void> {
    for (let attempt = 0; !this.#closing.signal.aborted; attempt++) {
      try {
        const server = await this.#connect()
        attempt = 0
        const lost = untilLost(server, this.#trouble)
        this.#server = server
        if (this.#closing.signal.aborted) break
        this.#trouble.ready()
        attempted()
        await lost
      } catch (error) {
        this.#trouble.report(error)
        attempted()
      }
      this.#release()
      await pause(reconnectDelayMs(attempt), undefined, { signal: this.#closing.signal }).catch(() => {})
    }
    this.#release()
  }

  #release(): void {
    this.#server?.destroy()
    this.#server = undefined
  }
}

function untilLost(client: ServerClient, trouble: RedisTrouble): Promise<void> {
  return new Promise((resolve) => {
    client.once('error', (error: unknown) => {
      trouble.report(error)
      resolve()
    })
    client.once('end', () => resolve())
  })
}
