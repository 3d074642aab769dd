import { randomUUID } from 'node:crypto'
import type { SessionData } from 'express-session'
import { expect, it } from 'vitest'
import { storageKey } from '../../src/session/storage-key.ts'
import { SessionConflict, type SessionStore } from '../../src/session/stores/session-store.ts'
import { describeStores, IDLE_TIMEOUT_MS } from '../support/describe-stores.ts'

describeStores('SessionStore', (stores) => {
  it('reads what was written, by callback and by promise alike', async () => {
    const { sessions } = stores()
    const id = randomUUID()

    await write(sessions, id, aSession({ version: 1 }))

    expect(await sessions.read(id)).toMatchObject({ signedIn: { version: 1 } })
    expect(await get(sessions, id)).toMatchObject({ signedIn: { version: 1 } })
  })

  it('SESS-07 knows nothing of an id that was never written', async () => {
    const { sessions } = stores()

    expect(await sessions.read(randomUUID())).toBeUndefined()
    expect(await get(sessions, randomUUID())).toBeNull()
    expect(await sessions.remainingMs(randomUUID())).toBeUndefined()
  })

  it('tells the versions of many in their order, absent ones among them', async () => {
    const { sessions } = stores()
    const [first, second] = [randomUUID(), randomUUID()]
    await write(sessions, first, aSession({ version: 1 }))
    await write(sessions, second, aSession({ version: 1 }))
    await write(sessions, second, aSession({ version: 2 }))

    const keys = [second, randomUUID(), first].map(storageKey)

    expect(await sessions.versionsByKey(keys)).toEqual([2, undefined, 1])
  })

  it('creates version 1 once: of fifty callers at once, one', async () => {
    const { sessions } = stores()
    const id = randomUUID()

    const outcomes = await Promise.allSettled(fifty(() => write(sessions, id, aSession({ version: 1 }))))

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('replaces only the version before: of fifty callers at once, one', async () => {
    const { sessions } = stores()
    const id = randomUUID()
    await write(sessions, id, aSession({ version: 1 }))

    const outcomes = await Promise.allSettled(
      fifty((index) => write(sessions, id, aSession({ version: 2, authenticatedAt: index }))),
    )

    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled')
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(refusals).toHaveLength(49)
    for (const refusal of refusals) expect(refusal).toBeInstanceOf(SessionConflict)
    expect(await sessions.read(id)).toMatchObject({ signedIn: { version: 2, authenticatedAt: winner } })
  })

  it.each([1, 3, 7])('refuses version %i over version 1', async (version) => {
    const { sessions } = stores()
    const id = randomUUID()
    await write(sessions, id, aSession({ version: 1 }))

    await expect(write(sessions, id, aSession({ version }))).rejects.toBeInstanceOf(SessionConflict)

    expect(await sessions.read(id)).toMatchObject({ signedIn: { version: 1 } })
  })

  it.each(['remove', 'destroy'] as const)('SESS-15 %s wins over every write in flight', async (way) => {
    const { sessions } = stores()
    const id = randomUUID()
    await write(sessions, id, aSession({ version: 1 }))

    if (way === 'remove') await sessions.remove(id)
    else await new Promise((resolve) => sessions.destroy(id, resolve))

    await expect(write(sessions, id, aSession({ version: 2 }))).rejects.toBeInstanceOf(SessionConflict)
    await sessions.slide(id, IDLE_TIMEOUT_MS)
    expect(await sessions.read(id)).toBeUndefined()
  })

  it('removes what is not there without a complaint', async () => {
    const { sessions } = stores()

    await sessions.remove(randomUUID())
  })

  it('gives a new record the idle timeout, which a write does not move and a slide does', async () => {
    const { sessions } = stores()
    const id = randomUUID()

    await write(sessions, id, aSession({ version: 1 }))
    const created = await sessions.remainingMs(id)
    await sessions.slide(id, IDLE_TIMEOUT_MS / 2)
    await write(sessions, id, aSession({ version: 2 }))
    const written = await sessions.remainingMs(id)

    expect(created).toSatisfy((ms: number) => ms > IDLE_TIMEOUT_MS / 2 && ms <= IDLE_TIMEOUT_MS)
    expect(written).toSatisfy((ms: number) => ms > 0 && ms <= IDLE_TIMEOUT_MS / 2)
  })

  it('SESS-10 lets a session go when its time is up', async () => {
    const { sessions } = stores()
    const id = randomUUID()
    await write(sessions, id, aSession({ version: 1 }))

    await sessions.slide(id, 20)

    await expect.poll(() => sessions.read(id)).toBeUndefined()
    await expect(write(sessions, id, aSession({ version: 2 }))).rejects.toBeInstanceOf(SessionConflict)
  })

  it('has no touch: reading a session does not extend it', () => {
    expect(stores().sessions).not.toHaveProperty('touch')
  })
})

function aSession({
  version,
  authenticatedAt = 0,
}: {
  version: number
  authenticatedAt?: number
}): SessionData {
  const signedIn = { version, user: { id: 'github:1' }, connections: [], authenticatedAt, expiresAt: 1 }
  return { cookie: { originalMaxAge: null }, signedIn }
}

function write(sessions: SessionStore, id: string, record: SessionData): Promise<void> {
  return new Promise((resolve, reject) => {
    sessions.set(id, record, (error) => (error ? reject(error) : resolve()))
  })
}

function get(sessions: SessionStore, id: string): Promise<SessionData | null | undefined> {
  return new Promise((resolve, reject) => {
    sessions.get(id, (error, record) => (error ? reject(error) : resolve(record)))
  })
}

function fifty<T>(call: (index: number) => Promise<T>): Promise<T>[] {
  return Array.from({ length: 50 }, (_value, index) => call(index))
}
