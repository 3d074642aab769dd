import { describe, expect, it } from 'vitest'
import { SessionCache } from './session-cache.ts'
import type { SignedIn } from './session-data.ts'
import { storageKey } from './storage-key.ts'
import { LocalChanges } from './stores/local-changes.ts'

const NOW = Date.UTC(2030, 0, 1)
const HOUR_MS = 3_600_000
const ORIGIN = { sealed: 'record', usableUntil: NOW + HOUR_MS }

describe('SessionCache', () => {
  it('recalls a session by its cookie, and by no other', async () => {
    const { cache } = aCache()

    const loaded = await cache.load('cookie', 'id', async () => aSession())

    expect(cache.recall('cookie')).toBe(loaded)
    expect(cache.recall('cookie2')).toBeUndefined()
  })

  it('SESS-15 does not remember what changed while it was read', async () => {
    const { cache, changes } = aCache()
    const reading = Promise.withResolvers<SignedIn>()
    const loading = cache.load('cookie', 'id', () => reading.promise)
    changes.tell(storageKey('id'))
    reading.resolve(aSession())

    const loaded = await loading
    loaded?.grants.keep('github', { accessToken: 'read before', scope: [] }, ORIGIN)

    expect(cache.recall('cookie')).toBeUndefined()
    expect(loaded?.grants.recall('github', NOW)).toBeUndefined()
  })

  it('SESS-15 lets no token in that is still being read when the session changes', async () => {
    const { cache, changes } = aCache()
    const session = await cache.load('cookie', 'id', async () => aSession())
    changes.tell(storageKey('id'))

    session?.grants.keep('github', { accessToken: 'read before', scope: [] }, ORIGIN)

    expect(session?.grants.recall('github', NOW)).toBeUndefined()
    expect(cache.recall('cookie')).toBeUndefined()
  })

  it('remembers nothing of before news were missed', async () => {
    const { cache, changes } = aCache()
    await cache.load('cookie', 'id', async () => aSession())

    changes.tellMissed()

    expect(cache.recall('cookie')).toBeUndefined()
  })

  it('keeps an entry ten seconds, or a tenth of a short idle timeout', async () => {
    const long = aCache()
    const short = aCache(5_000)
    for (const { cache } of [long, short]) await cache.load('cookie', 'id', async () => aSession())

    long.clock.now += 9_999
    short.clock.now += 500

    expect(long.cache.recall('cookie')).toBeDefined()
    expect(short.cache.recall('cookie')).toBeUndefined()
    long.clock.now += 1
    expect(long.cache.recall('cookie')).toBeUndefined()
  })

  it('SESS-11 keeps no session past its own end', async () => {
    const { cache, clock } = aCache()
    await cache.load('cookie', 'id', async () => ({ ...aSession(), expiresAt: NOW + 1_000 }))

    clock.now += 1_000

    expect(cache.recall('cookie')).toBeUndefined()
  })

  it('lets the oldest go when tokens fill it', async () => {
    const { cache } = aCache()
    const accessToken = 'x'.repeat(1024 * 1024)
    for (let at = 0; at < 40; at++) {
      const session = await cache.load(`cookie-${at}`, `id-${at}`, async () => aSession())
      session?.grants.keep('github', { accessToken, scope: [] }, ORIGIN)
    }

    expect(cache.recall('cookie-0')).toBeUndefined()
    expect(cache.recall('cookie-39')).toBeDefined()
  })

  it('SESS-15 takes the tokens from a call under way whose session it lets go: no news would reach them', async () => {
    const { cache, clock } = aCache()
    const session = await cache.load('cookie', 'id', async () => aSession())
    session?.grants.keep('github', { accessToken: 'read before', scope: [] }, ORIGIN)
    clock.now += 10_000

    cache.recall('cookie')

    expect(session?.grants.recall('github', clock.now)).toBeUndefined()
  })

  it('counts a token once, however often it is kept', async () => {
    const { cache } = aCache()
    const accessToken = 'x'.repeat(1024 * 1024)
    await cache.load('cookie', 'id', async () => aSession())
    const busy = await cache.load('busy', 'another id', async () => aSession())
    for (let at = 0; at < 40; at++) busy?.grants.keep('github', { accessToken, scope: [] }, ORIGIN)

    await cache.load('later', 'a third id', async () => aSession())

    expect(cache.recall('cookie')).toBeDefined()
  })

  it('SESS-15 keeps what the store still has, for as long as if it had been read anew', async () => {
    const { cache, clock, store } = aCache()
    const session = await cache.load('cookie', 'id', async () => aSession())

    for (let lookedAfter = 1; lookedAfter <= 3; lookedAfter++) {
      clock.now += 8_000
      expect(cache.recall('cookie')).toBe(session)
      await store.looked(lookedAfter)
    }
    clock.now += 10_000

    expect(cache.recall('cookie')).toBeUndefined()
  })

  it('looks after a session once in each of its lives, and late in them', async () => {
    const { cache, clock, store } = aCache()
    await cache.load('cookie', 'id', async () => aSession())
    clock.now += 7_000
    cache.recall('cookie')
    expect(store.looks).toBe(0)

    clock.now += 1_000
    for (let call = 0; call < 5; call++) cache.recall('cookie')

    expect(store.looks).toBe(1)
  })

  it('lets a session go that nobody uses any more', async () => {
    const { cache, clock, store } = aCache()
    await cache.load('cookie', 'id', async () => aSession())
    await cache.load('another', 'another id', async () => aSession())

    clock.now += 8_000
    cache.recall('another')
    await store.looked(1)
    clock.now += 2_000

    expect(cache.recall('another')).toBeDefined()
    expect(cache.recall('cookie')).toBeUndefined()
  })

  it('SESS-15 forgets what the store no longer has, though nobody told', async () => {
    const { cache, clock, store } = aCache()
    const session = await cache.load('cookie', 'id', async () => aSession())
    session?.grants.keep('github', { accessToken: 'read before', scope: [] }, ORIGIN)
    clock.now += 8_000
    store.answer = async () => false

    cache.recall('cookie')
    await store.looked(1)

    expect(cache.recall('cookie')).toBeUndefined()
    expect(session?.grants.recall('github', clock.now)).toBeUndefined()
  })

  it('SESS-15 does not keep for longer what changes while it is looked after', async () => {
    const { cache, clock, changes, store } = aCache()
    await cache.load('cookie', 'id', async () => aSession())
    clock.now += 8_000
    store.answer = async () => {
      changes.tell(storageKey('id'))
      return true
    }

    cache.recall('cookie')
    await store.looked(1)

    expect(cache.recall('cookie')).toBeUndefined()
  })

  it('SESS-14 keeps an entry to its end, and no longer, while the store does not answer', async () => {
    const { cache, clock, store } = aCache()
    await cache.load('cookie', 'id', async () => aSession())
    clock.now += 8_000
    store.answer = () => Promise.reject(new Error('away'))

    cache.recall('cookie')
    await store.looked(1)

    clock.now += 1_999
    expect(cache.recall('cookie')).toBeDefined()
    clock.now += 1
    expect(cache.recall('cookie')).toBeUndefined()
    expect(store.looks).toBe(1)
  })

  it('SESS-11 keeps no session past its own end, however often it is looked after', async () => {
    const { cache, clock, store } = aCache()
    await cache.load('cookie', 'id', async () => ({ ...aSession(), expiresAt: NOW + 12_000 }))
    clock.now += 8_000
    cache.recall('cookie')
    await store.looked(1)

    clock.now += 4_000

    expect(cache.recall('cookie')).toBeUndefined()
  })

  it('forgets a reading that failed', async () => {
    const { cache } = aCache()

    await expect(cache.load('cookie', 'id', () => Promise.reject(new Error('away')))).rejects.toThrow('away')

    expect(cache.recall('cookie')).toBeUndefined()
  })
})

function aCache(idleTimeoutMs = HOUR_MS) {
  const clock = { now: NOW }
  const changes = new LocalChanges()
  const store = new LookedAt()
  const stillStand = async (seen: readonly unknown[]) => {
    const stands = await store.look()
    return seen.map(() => stands)
  }
  const cache = new SessionCache({ changes, stillStand, now: () => clock.now, idleTimeoutMs })
  return { clock, changes, store, cache }
}

/** A store that is asked whether it still has what was read. */
class LookedAt {
  answer: () => Promise<boolean> = async () => true
  looks = 0

  look(): Promise<boolean> {
    this.looks += 1
    return this.answer()
  }

  /** Resolves when that many looks have been taken note of. */
  async looked(times: number): Promise<void> {
    await expect.poll(() => this.looks).toBe(times)
  }
}

function aSession(): SignedIn {
  return {
    version: 1,
    user: { id: 'github:1' },
    connections: [],
    authenticatedAt: NOW,
    expiresAt: NOW + HOUR_MS,
  }
}
