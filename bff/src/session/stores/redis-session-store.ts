import { RedisStore } from 'connect-redis'
import type { SessionData } from 'express-session'
import type { RedisConnection } from './redis-connection.ts'
import type { RedisClient } from './redis-link.ts'
import type { SessionChanges } from './session-changes.ts'
import { previousVersion, SessionConflict, SessionStore, storedVersion } from './session-store.ts'

/** Creates version 1 where there is nothing, and replaces only the version before. */
const WRITE = `
local current = redis.call('GET', KEYS[1])
local expected = tonumber(ARGV[2])
if expected == 0 then
  if current then return 0 end
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
  return 1
end
if not current then return 0 end
if cjson.decode(current).signedIn.version ~= expected then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'KEEPTTL')
return 1`

/**
 * {@link SessionStore} in Redis. connect-redis reads and removes; writing is ours, because
 * connect-redis writes whatever it is given over whatever is there, or over nothing at all.
 */
export class RedisSessionStore extends SessionStore {
  readonly #redis: RedisConnection
  readonly #ttlMs: number
  readonly #prefix: string

  /** @param ttlMs Life of a new record; the idle timeout. */
  constructor(changes: SessionChanges, redis: RedisConnection, ttlMs: number) {
    super(changes)
    this.#redis = redis
    this.#ttlMs = ttlMs
    this.#prefix = `${redis.keyPrefix}session:`
  }

  async readByKey(sessionKey: string): Promise<SessionData | undefined> {
    const record: unknown = await this.#redis.run((client) => this.#on(client).get(sessionKey))
    return (record as SessionData | null) ?? undefined
  }

  async versionsByKey(sessionKeys: readonly string[]): Promise<(number | undefined)[]> {
    const replies = await this.#redis.getMany(sessionKeys.map((key) => this.#prefix + key))
    return replies.map(storedVersion)
  }

  protected async delete(sessionKey: string): Promise<void> {
    await this.#redis.run((client) => this.#on(client).destroy(sessionKey))
  }

  protected async slideByKey(sessionKey: string, ttlMs: number): Promise<void> {
    await this.#redis.run((client) => client.pExpire(this.#prefix + sessionKey, Math.ceil(ttlMs)))
  }

  async remainingMsByKey(sessionKey: string): Promise<number | undefined> {
    const reply = await this.#redis.run((client) => client.pTTL(this.#prefix + sessionKey))
    return reply < 0 ? undefined : reply
  }

  protected async write(sessionKey: string, record: SessionData): Promise<void> {
    const args = [JSON.stringify(record), String(previousVersion(record)), String(this.#ttlMs)]
    const reply = await this.#redis.run((client) =>
      client.eval(WRITE, { keys: [this.#prefix + sessionKey], arguments: args }),
    )
    if (reply !== 1) throw new SessionConflict('the session has changed or ended since it was read')
  }

  /** The client changes with a failover; connect-redis holds on to the one it was given. */
  #on(client: RedisClient): RedisStore {
    return new RedisStore({ client, prefix: this.#prefix })
  }
}
