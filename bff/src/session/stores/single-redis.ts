import { createClient } from 'redis'
import { clientSettings, TIMEOUTS_OF_A_DEAD_CONNECTION } from './redis-client-settings.ts'
import type { RedisClient, RedisLink } from './redis-link.ts'
import type { SingleRedisOptions } from './redis-options.ts'
import type { RedisTrouble } from './redis-trouble.ts'

type SingleClient = ReturnType<typeof openClient>

/** {@link RedisLink} to one Redis. node-redis reconnects what breaks; what falls silent is replaced here. */
export class SingleRedis implements RedisLink {
  readonly #client: SingleClient
  #timeouts = 0

  private constructor(client: SingleClient) {
    this.#client = client
  }

  /** Starts connecting; resolves when the first attempt has ended either way. */
  static async open(options: SingleRedisOptions, trouble: RedisTrouble): Promise<SingleRedis> {
    const client = openClient(options)
    client.on('error', (error: unknown) => trouble.report(error))
    client.on('ready', () => trouble.ready())
    await new Promise<void>((resolve) => {
      client.once('ready', () => resolve())
      client.once('error', () => resolve())
      // Rejects only when the client is closed for good, which close() does on purpose.
      client.connect().catch(() => resolve())
    })
    return new SingleRedis(client)
  }

  client(signal: AbortSignal): RedisClient {
    return this.#client.withAbortSignal(signal)
  }

  ping(signal: AbortSignal): Promise<unknown> {
    return this.#client.withAbortSignal(signal).ping()
  }

  answered(): void {
    this.#timeouts = 0
  }

  timedOut(): void {
    if (++this.#timeouts < TIMEOUTS_OF_A_DEAD_CONNECTION) return
    this.#timeouts = 0
    this.#client.destroy()
    this.#client.connect().catch(() => undefined)
  }

  close(): void {
    this.#client.destroy()
  }
}

function openClient(options: SingleRedisOptions) {
  return createClient({ ...clientSettings(options), url: options.url })
}
