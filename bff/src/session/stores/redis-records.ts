import type { RecordStore } from './record-store.ts'
import type { RedisConnection } from './redis-connection.ts'

/** Writes over exactly the value that was read; a record that is gone stays gone. */
const REPLACE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
return 1`

const REMOVE_EXACT = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`

const EXTEND = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`

/**
 * The set lives as long as its longest-lived member; Redis would keep it for ever. That is told as a
 * span, because the clocks of this machine and of Redis need not agree.
 */
const ADD_MEMBER = `
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
if last[2] then redis.call('PEXPIRE', KEYS[1], string.format('%.0f', last[2] - ARGV[3])) end
return 1`

/** The first one gives the counter its end, and no other moves it. */
const COUNT = `
local count = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  left = tonumber(ARGV[1])
  redis.call('PEXPIRE', KEYS[1], left)
end
return {count, left}`

/** {@link RecordStore} in Redis, shared by every process on it. */
export class RedisRecords implements RecordStore {
  readonly #redis: RedisConnection
  readonly #now: () => number

  /** @param now Decides which members of a set have expired; Redis itself expires everything else. */
  constructor(redis: RedisConnection, now: () => number) {
    this.#redis = redis
    this.#now = now
  }

  async create(key: string, value: string, ttlMs: number): Promise<boolean> {
    const reply = await this.#redis.run((client) =>
      client.set(this.#name(key), value, {
        condition: 'NX',
        expiration: { type: 'PX', value: Math.ceil(ttlMs) },
      }),
    )
    return reply !== null
  }

  async read(key: string): Promise<string | undefined> {
    return (await this.#redis.run((client) => client.get(this.#name(key)))) ?? undefined
  }

  async readMany(keys: readonly string[]): Promise<(string | undefined)[]> {
    const replies = await this.#redis.getMany(keys.map((key) => this.#name(key)))
    return replies.map((reply) => reply ?? undefined)
  }

  async take(key: string): Promise<string | undefined> {
    return (await this.#redis.run((client) => client.getDel(this.#name(key)))) ?? undefined
  }

  async replace(key: string, previous: string, value: string): Promise<boolean> {
    return this.#compared(REPLACE, key, [previous, value])
  }

  async removeExact(key: string, value: string): Promise<boolean> {
    return this.#compared(REMOVE_EXACT, key, [value])
  }

  async extend(key: string, value: string, ttlMs: number): Promise<boolean> {
    return this.#compared(EXTEND, key, [value, String(Math.ceil(ttlMs))])
  }

  async remove(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    await this.#redis.run((client) => Promise.all(keys.map((key) => client.del(this.#name(key)))))
  }

  async slide(keys: readonly string[], ttlMs: number): Promise<void> {
    await this.#redis.run((client) =>
      Promise.all(keys.map((key) => client.pExpire(this.#name(key), Math.ceil(ttlMs)))),
    )
  }

  async addMember(set: string, member: string, expiresAt: number): Promise<void> {
    const key = this.#name(set)
    const command = { keys: [key], arguments: [member, String(expiresAt), String(this.#now())] }
    await this.#redis.run((client) => client.eval(ADD_MEMBER, command))
  }

  async removeMember(set: string, member: string): Promise<void> {
    await this.#redis.run((client) => client.zRem(this.#name(set), member))
  }

  async members(set: string): Promise<string[]> {
    const now = `(${this.#now()}`
    return this.#redis.run((client) => client.zRangeByScore(this.#name(set), now, '+inf'))
  }

  async count(counter: string, windowMs: number): Promise<{ count: number; leftMs: number }> {
    const command = { keys: [this.#name(counter)], arguments: [String(Math.ceil(windowMs))] }
    const reply = await this.#redis.run((client) => client.eval(COUNT, command))
    const [count = 0, leftMs = 0] = (reply as unknown[]).map(Number)
    return { count, leftMs }
  }

  async ping(): Promise<void> {
    await this.#redis.ping()
  }

  /** Runs a script that compares and acts in one step; it answers 1 when it acted. */
  async #compared(script: string, key: string, values: string[]): Promise<boolean> {
    const command = { keys: [this.#name(key)], arguments: values }
    return (await this.#redis.run((client) => client.eval(script, command))) === 1
  }

  #name(key: string): string {
    return this.#redis.keyPrefix + key
  }
}
