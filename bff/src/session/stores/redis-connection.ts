import { BffError } from '../../errors.ts'
import { ClusterRedis } from './cluster-redis.ts'
import { connectMaster } from './connect-master.ts'
import { connectServer } from './connect-server.ts'
import type { RedisClient, RedisLink } from './redis-link.ts'
import type { RedisOptions } from './redis-options.ts'
import type { RedisTrouble } from './redis-trouble.ts'
import { ServerRedis } from './server-redis.ts'
import { within } from './within.ts'

/** How long one command may take before the store counts as down, in milliseconds. */
const COMMAND_TIMEOUT_MS = 500

/**
 * Redis in any of its forms, failing fast: commands are refused while it is away instead of
 * queueing up, and it comes back by itself. A connection that was lost without a word, as after a
 * failover, is replaced when a few commands in a row get no answer.
 */
export class RedisConnection {
  readonly keyPrefix: string
  readonly #link: RedisLink

  private constructor(link: RedisLink, keyPrefix: string) {
    this.#link = link
    this.keyPrefix = keyPrefix
  }

  /**
   * Starts connecting. Resolves when the first attempt has ended either way: a BFF whose store
   * is down starts, says so in readiness, and recovers without a restart.
   */
  static async open(options: RedisOptions, trouble: RedisTrouble): Promise<RedisConnection> {
    return new RedisConnection(await openLink(options, trouble), options.keyPrefix)
  }

  /**
   * Runs one command within the time limit.
   *
   * @throws {BffError} `session_store_unavailable` (503): refused, broken off or too slow.
   */
  run<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    return this.#limited((signal) => command(this.#link.client(signal)))
  }

  /**
   * Reads many values at once, which costs much less than one by one.
   *
   * @returns In the order of the keys; null where there is no value.
   * @throws {BffError} as {@link run}.
   */
  getMany(keys: readonly string[]): Promise<(string | null)[]> {
    return this.#limited((signal) => this.#link.getMany(signal, keys))
  }

  /** @throws {BffError} `session_store_unavailable` (503): no Redis answers. */
  async ping(): Promise<void> {
    await this.#limited((signal) => this.#link.ping(signal))
  }

  close(): void {
    this.#link.close()
  }

  async #limited<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    // What was answered with 503 must not be written later.
    const unsent = new AbortController()
    const onLate = () => {
      unsent.abort()
      this.#link.timedOut()
    }
    try {
      const reply = await within(COMMAND_TIMEOUT_MS, work(unsent.signal), onLate)
      this.#link.answered()
      return reply
    } catch (cause) {
      throw new BffError(
        'session_store_unavailable',
        'Sessions cannot be read at the moment; nothing is lost.',
        { cause, retryAfterSeconds: 2 },
      )
    }
  }
}

function openLink(options: RedisOptions, trouble: RedisTrouble): Promise<RedisLink> {
  switch (options.type) {
    case 'redis':
      return ServerRedis.open(() => connectServer({ tls: options.tls }, { url: options.url }), trouble)
    case 'redis-cluster':
      return ClusterRedis.open(options, trouble)
    case 'redis-sentinel':
      return ServerRedis.open(() => connectMaster(options), trouble)
  }
}
