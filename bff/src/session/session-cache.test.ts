import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SessionCache } from './session-cache.ts'
import type { SignedIn } from './session-data.ts'
import { storageKey } from './storage-key.ts'
import { LocalChanges } from './stores/local-changes.ts'

const NOW = Date.UTC(2030, 0, 1)
const HOUR_MS = 3_600_000
const ORIGIN = { sealed: 'record', usableUntil: NOW + HOUR_MS }

describe('SessionCache', () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOW, toFake: ['Date', 'setInterval', 'clearInterval'] }))
  afterEach(() => void vi.useRealTimers())

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
    for (const { cache, store } of [long, short]) {
      store.answer = () => Promise.reject(new Error('away'))
      await cache.load('cookie', 'id', async () => aSession())
    }

    await short.clock.pass(499)
    expect(short.cache.recall('cookie')).toBeDefined()
    await short.clock.pass(1)
    expect(short.cache.recall('cookie')).toBeUndefined()
    await long.clock.pass(9_499)
    expect(long.cache.recall('cookie')).toBeDefined()
    await long.clock.pass(1)
    expect(long.cache.recall('cookie')).toBeUndefined()
  })

  it('SESS-11 keeps no session past its own end', async () => {
    const { cache, clock } = aCache()
    await cache.load('cookie', 'id', async () => ({ ...aSession(), expiresAt: NOW + 1_000 }))

    await clock.pass(1_000)

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

    await clock.pass(70_000)

    expect(session?.grants.recall('github', Date.now())).toBeUndefined()
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

  it('SESS-15 keeps what the store still has, for a minute after its last call', async () => {
    const { cache, clock, store } = aCache()
    const session = await cache.load('cookie', 'id', async () => aSession())

    for (let lookedAfter = 1; lookedAfter <= 7; lookedAfter++) {
      await clock.pass(8_000)
      expect(store.looks).toBe(lookedAfter)
    }
    expect(cache.recall('cookie')).toBe(session)
    await clock.pass(68_000)

    expect(cache.recall('cookie')).toBeUndefined()
  })

  it('comes to rest when it remembers nothing any more', async () => {
    const { cache, clock, store } = aCache()
    await cache.load('cookie', 'id', async () => aSession())
    expect(vi.getTimerCount()).toBe(1)

    await clock.pass(70_000)

    expect(vi.getTimerCount()).toBe(0)
    const { looks } = store
    await cache.load('cookie', 'id', async () => aSession())
    await clock.pass(8_000)
    expect(store.looks).toBe(looks + 1)
  })

  it('looks after a session once in each of its lives, and late in them', async () => {
    const { cache, clock, store } = aCache()
    await cache.load('cookie', 'id', async () => aSession())

    await clock.pass(7_000)
    expect(store.looks).toBe(0)
    await clock.pass(7_000)
    expect(store.looks).toBe(1)
  })

  it('looks after many at once, and after all in time', async () => {
    const { cache, clock, store } = aCache()
    for (let at = 0; at < 10_000; at++) await cache.load(`cookie-${at}`, `id-${at}`, async () => aSession())

    await clock.pass(9_900)

    expect(store.looks).toBeLessThan(100)
    await clock.pass(200)
    for (let at = 0; at < 10_000; at++) expect(cache.recall(`cookie-${at}`)).toBeDefined()
  })

  it('SESS-15 forgets what the store no longer has, though nobody told', async () => {
    const { cache, clock, store } = aCache()
    const session = await cache.load('cookie', 'id', async () => aSession())
    session?.grants.keep('github', { accessToken: 'read before', scope: [] }, ORIGIN)
    store.answer = async () => false

    await clock.pass(8_000)

    expect(cache.recall('cookie')).toBeUndefined()
    expect(session?.grants.recall('github', Date.now())).toBeUndefined()
  })

  it('SESS-15 does not keep for longer what changes while it is looked after', async () => {
    const { cache, clock, changes, store } = aCache()
    await cache.load('cookie', 'id', async () => aSession())
    store.answer = async () => {
      changes.tell(storageKey('id'))
      return true
    }

    await clock.pass(8_000)

    expect(cache.recall('cookie')).toBeUndefined()
  })

  it('SESS-14 keeps an entry to its end, and no longer, while the store does not answer', async () => {
    const { cache, clock, store } = aCache()
    await cache.load('cookie', 'id', async () => aSession())
    store.answer = () => Promise.reject(new Error('away'))

    await clock.pass(9_999)

    expect(cache.recall('cookie')).toBeDefined()
    await clock.pass(1)
    expect(cache.recall('cookie')).toBeUndefined()
    expect(store.looks).toBe(1)
  })

  it('SESS-11 keeps no session past its own end, however often it is looked after', async () => {
    const { cache, clock } = aCache()
    await cache.load('cookie', 'id', async () => ({ ...aSession(), expiresAt: NOW + 12_000 }))
    await clock.pass(11_999)
    expect(cache.recall('cookie')).toBeDefined()

    await clock.pass(1)

    expect(cache.recall('cookie')).toBeUndefined()
  })

  it('forgets a reading that failed', async () => {
    const { cache } = aCache()

    await expect(cache.load('cookie', 'id', () => Promise.reject(new Error('away')))).rejects.toThrow('away')

    expect(cache.recall('cookie')).toBeUndefined()
  })
})

function aCache(idleTimeoutMs = HOUR_MS) {
  const changes = new LocalChanges()
  const store = { answer: async () => true, looks: 0 }
  const stillStand = async (seen: readonly unknown[]) => {
    store.looks += 1
    const stands = await store.answer()
    return seen.map(() => stands)
  }
  const cache = new SessionCache({ changes, stillStand, now: Date.now, idleTimeoutMs })
  const clock = { pass: (ms: number) => vi.advanceTimersByTimeAsync(ms) }
  return { clock, changes, store, cache }
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
