import { setTimeout as pause } from 'node:timers/promises'
import { findMaster } from './find-master.ts'
import {
  CONNECT_TIMEOUT_MS,
  reconnectDelayMs,
  type ServerClient,
  serverClient,
  TIMEOUTS_OF_A_DEAD_CONNECTION,
} from './redis-client-settings.ts'
import type { RedisClient, RedisLink } from './redis-link.ts'
import type { RedisSentinelOptions } from './redis-options.ts'
import type { RedisTrouble } from './redis-trouble.ts'
import { within } from './within.ts'

/**
 * {@link RedisLink} to the master that Sentinels name. Whenever the connection is lost, or falls
 * silent, the Sentinels are asked again.
 *
 * node-redis has a Sentinel client of its own; it holds commands back until a failover is over and
 * sends them then, long after they were answered with 503, and polls without a pause meanwhile.
 *
 * @see https://redis.io/docs/latest/develop/reference/sentinel-clients/
 */
export class SentinelRedis implements RedisLink {
  readonly #options: RedisSentinelOptions
  readonly #trouble: RedisTrouble
  readonly #closing = new AbortController()
  #master: ServerClient | undefined
  #timeouts = 0

  private constructor(options: RedisSentinelOptions, trouble: RedisTrouble) {
    this.#options = options
    this.#trouble = trouble
  }

  /** Starts connecting; resolves when the first attempt has ended either way. */
  static async open(options: RedisSentinelOptions, trouble: RedisTrouble): Promise<SentinelRedis> {
    const link = new SentinelRedis(options, trouble)
    await new Promise<void>((resolve) => void link.#follow(resolve))
    return link
  }

  client(signal: AbortSignal): RedisClient {
    return this.#connected().withAbortSignal(signal)
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
    this.#master?.destroy()
  }

  close(): void {
    this.#closing.abort()
    this.#master?.destroy()
  }

  #connected(): ServerClient {
    if (!this.#master) throw new Error('the Sentinels name no master that answers')
    return this.#master
  }

  async #follow(attempted: () => void): Promise<void> {
    for (let attempt = 0; !this.#closing.signal.aborted; attempt++) {
      try {
        const master = await this.#connect()
        attempt = 0
        const lost = untilLost(master)
        this.#master = master
        this.#trouble.ready()
        attempted()
        await lost
      } catch (error) {
        this.#trouble.report(error)
        attempted()
      }
      this.#master?.destroy()
      this.#master = undefined
      await pause(reconnectDelayMs(attempt), undefined, { signal: this.#closing.signal }).catch(() => {})
    }
  }

  async #connect(): Promise<ServerClient> {
    const client = serverClient(this.#options, await findMaster(this.#options))
    client.on('error', (error: unknown) => this.#trouble.report(error))
    try {
      await within(CONNECT_TIMEOUT_MS, connectToMaster(client))
      return client
    } catch (error) {
      client.destroy()
      throw error
    }
  }
}

/** A Sentinel may name a server that is not, or no longer, a master; writing there would be lost. */
async function connectToMaster(client: ServerClient): Promise<void> {
  await client.connect()
  const [role] = await client.sendCommand<unknown[]>(['ROLE'])
  if (role !== 'master') throw new Error('the server is not a master')
}

function untilLost(client: ServerClient): Promise<void> {
  return new Promise((resolve) => {
    client.once('error', () => resolve())
    client.once('end', () => resolve())
  })
}
