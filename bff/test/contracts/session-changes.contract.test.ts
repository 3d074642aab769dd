import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { storageKey } from '../../src/session/storage-key.ts'
import type { Stores } from '../../src/session/stores/open-stores.ts'
import { describeStores } from '../support/describe-stores.ts'

describeStores('SessionChanges', (stores, others) => {
  it('tell the other process of every write and removal of a session', async () => {
    const id = randomUUID()
    const heard = listenTo(others())

    await write(stores(), id, 1)
    await write(stores(), id, 2)
    await expect.poll(() => heard).toEqual([storageKey(id)])
    await stores().sessions.remove(id)

    await expect.poll(() => heard).toEqual([storageKey(id), storageKey(id)])
  })

  it('tell their own process before anything else happens', async () => {
    const heard = listenTo(stores())

    const told = stores().changes.announce('key')

    expect(heard).toContain('key')
    await told
  })

  it('SESS-15 tell of a removal when the session is gone, not before', async () => {
    const id = randomUUID()
    await write(stores(), id, 1)
    const { changes, sessions } = stores()
    const found: Promise<unknown>[] = []
    const look = (key: string) => {
      if (key === storageKey(id) && found.length === 0) found.push(sessions.read(id))
    }
    changes.listen({ changed: look, missed() {} })

    await sessions.remove(id)

    expect(await Promise.all(found)).toEqual([undefined])
  })

  it('are live, and miss nothing, while nothing breaks', async () => {
    let missed = 0
    others().changes.listen({ changed() {}, missed: () => void missed++ })

    await Promise.all(Array.from({ length: 200 }, (_, at) => stores().changes.announce(`key-${at}`)))

    expect([stores().changes.isLive(), others().changes.isLive(), missed]).toEqual([true, true, 0])
  })
})

function listenTo({ changes }: Stores): string[] {
  const heard: string[] = []
  changes.listen({ changed: (key) => void heard.push(key), missed() {} })
  return heard
}

function write({ sessions }: Stores, id: string, version: number): Promise<void> {
  const signedIn = {
    version,
    user: { id: 'github:1' },
    connections: [],
    authenticatedAt: 0,
    expiresAt: Number.MAX_SAFE_INTEGER,
  }
  return new Promise((resolve, reject) => {
    sessions.set(id, { cookie: { originalMaxAge: null }, signedIn }, (error) =>
      error ? reject(error) : resolve(),
    )
  })
}
