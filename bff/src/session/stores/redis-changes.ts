import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { ServerClient } from './connect-server.ts'
import { connectSubscriber } from './connect-subscriber.ts'
import { LocalChanges } from './local-changes.ts'
import { reconnectDelayMs } from './redis-client-settings.ts'
import type { RedisConnection } from './redis-connection.ts'
import type { RedisOptions } from './redis-options.ts'
import type { RedisTrouble } from './redis-trouble.ts'
import type { ChangeListener, SessionChanges } from './session-changes.ts'

/** How often this process tells itself that news arrive, and how many of those may be on their way. */
const BEAT_EVERY_MS = 1_000
const MISSING_BEATS = 2

/**
 * {@link SessionChanges} by a channel of Redis. Whenever the connection is lost, news may have been
 * missed. One that is dead without a word, or leads to a server cut off from the others, is found out by a
 * beat: a message of this process that has to come round.
 */
export class RedisChanges implements SessionChanges {
  readonly #redis: RedisConnection
  readonly #trouble: RedisTrouble
  readonly #local = new LocalChanges()
  readonly #closing = new AbortController()
  readonly #changesChannel: string
  readonly #beatChannel: string
  #isLive = false
  #beatsOnTheirWay = 0

  private constructor(redis: RedisConnection, trouble: RedisTrouble) {
    this.#redis = redis
    this.#trouble = trouble
    this.#changesChannel = `${redis.keyPrefix}changed`
    this.#beatChannel = `${redis.keyPrefix}beat:${randomUUID()}`
  }

  /** Starts listening; resolves when the first attempt has ended either way. */
  static async open(
    options: RedisOptions,
    redis: RedisConnection,
    trouble: RedisTrouble,
  ): Promise<RedisChanges> {
    const changes = new RedisChanges(redis, trouble)
    await new Promise<void>((resolve) => void changes.#follow(options, resolve))
    return changes
  }

  async announce(sessionKey: string): Promise<void> {
    this.#local.tell(sessionKey)
    try {
      await this.#redis.run((client) => client.publish(this.#changesChannel, sessionKey))
    } catch (error) {
      // A user that may neither speak nor listen: nobody hears, and nobody remembers what could be outdated.
      if (this.#isLive || !isForbidden(error)) throw error
      this.#trouble.report(error)
    }
  }

  isLive(): boolean {
    return this.#isLive
  }

  listen(listener: ChangeListener): void {
    this.#local.listen(listener)
  }

  close(): void {
    this.#closing.abort()
  }

  async #follow(options: RedisOptions, attempted: () => void): Promise<void> {
    for (let attempt = 0; !this.#closing.signal.aborted; attempt++) {
      try {
        const subscriber = await connectSubscriber(options, {
          [this.#changesChannel]: (sessionKey) => this.#local.tell(sessionKey),
          [this.#beatChannel]: () => {
            this.#beatsOnTheirWay = 0
          },
        })
        attempt = 0
        await this.#whileConnected(subscriber, attempted)
      } catch (error) {
        this.#trouble.report(error)
        attempted()
      }
      await pause(reconnectDelayMs(attempt), undefined, { signal: this.#closing.signal }).catch(() => {})
    }
  }

  async #whileConnected(subscriber: ServerClient, attempted: () => void): Promise<void> {
    const lost = new Promise<void>((resolve) => {
      for (const event of ['error', 'end']) subscriber.once(event, () => resolve())
      this.#closing.signal.addEventListener('abort', () => resolve())
    })
    this.#beatsOnTheirWay = 0
    const beat = setInterval(() => this.#beat(subscriber), BEAT_EVERY_MS).unref()
    this.#isLive = true
    attempted()
    await lost
    this.#isLive = false
    this.#local.tellMissed()
    clearInterval(beat)
    subscriber.destroy()
  }

  #beat(subscriber: ServerClient): void {
    if (this.#beatsOnTheirWay >= MISSING_BEATS) {
      subscriber.destroy()
      return
    }
    this.#beatsOnTheirWay += 1
    // Redis that takes no message either is found out in the same way.
    this.#redis.run((client) => client.publish(this.#beatChannel, '')).catch(() => undefined)
  }
}

/** Redis has users that may use no channel; so has every new one, unless it is told otherwise. */
function isForbidden(error: unknown): boolean {
  const { cause } = error as { cause?: unknown }
  return cause instanceof Error && cause.message.startsWith('NOPERM')
}
