import { createClient } from 'redis'
import { BffError } from '../../errors.ts'
import type { Logger } from '../../logger.ts'

/** How long one command may take before the store counts as down, in milliseconds. */
const COMMAND_TIMEOUT_MS = 500
const CONNECT_TIMEOUT_MS = 2_000
const MAX_RECONNECT_DELAY_MS = 1_000

/** Commands in a row without an answer after which the connection counts as dead, whatever its socket says. */
const TIMEOUTS_OF_A_DEAD_CONNECTION = 3

/** Commands waiting at once; more are refused, so that a silent Redis does not fill the memory. */
const MAX_WAITING_COMMANDS = 10_000

/** node-redis client as this process uses it. */
export type RedisClient = ReturnType<typeof openClient>

/**
 * One connection to Redis that fails fast: commands are refused while it is away instead of
 * queueing up, and it comes back by itself. A connection that was lost without a word, as after a
 * failover, is replaced when a few commands in a row get no answer.
 */
export class RedisConnection {
  readonly client: RedisClient
  readonly keyPrefix: string
  #timeouts = 0

  private constructor(client: RedisClient, keyPrefix: string) {
    this.client = client
    this.keyPrefix = keyPrefix
  }

  /**
   * Starts connecting. Resolves when the first attempt has ended either way: a BFF whose store
   * is down starts, says so in readiness, and recovers without a restart.
   */
  static async open(options: { url: string; keyPrefix: string }, log: Logger): Promise<RedisConnection> {
    const client = openClient(options.url)
    client.on('error', (error: unknown) => log.warn({ error }, 'redis connection trouble'))
    client.on('ready', () => log.info('redis connection ready'))
    const connection = new RedisConnection(client, options.keyPrefix)
    await connection.#firstAttempt()
    return connection
  }

  /**
   * Runs one command within the time limit.
   *
   * @throws {BffError} `session_store_unavailable` (503): refused, broken off or too slow.
   */
  async run<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        this.#countTimeout()
        reject(new Error('the command timed out'))
      }, COMMAND_TIMEOUT_MS)
    })
    try {
      const reply = await Promise.race([command(this.client), limit])
      this.#timeouts = 0
      return reply
    } catch (cause) {
      throw new BffError(
        'session_store_unavailable',
        'Sessions cannot be read at the moment; nothing is lost.',
        {
          cause,
          retryAfterSeconds: 2,
        },
      )
    } finally {
      clearTimeout(timer)
    }
  }

  close(): void {
    this.client.destroy()
  }

  #countTimeout(): void {
    if (++this.#timeouts < TIMEOUTS_OF_A_DEAD_CONNECTION) return
    this.#timeouts = 0
    this.client.destroy()
    this.client.connect().catch(() => undefined)
  }

  #firstAttempt(): Promise<void> {
    return new Promise((resolve) => {
      this.client.once('ready', () => resolve())
      this.client.once('error', () => resolve())
      // Rejects only when the client is closed for good, which close() does on purpose.
      this.client.connect().catch(() => resolve())
    })
  }
}

function openClient(url: string) {
  return createClient({
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_WAITING_COMMANDS,
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectStrategy: (attempt) => Math.min(50 * 2 ** attempt, MAX_RECONNECT_DELAY_MS),
    },
  })
}
