import { createAuthClient, type Session } from '@coatcheck/sdk'
import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { forgetOnUserChange } from './forget-on-user-change.ts'

const KEY = ['github', 'repositories']

function aSession(userId: string): Session {
  return { user: { id: userId }, connections: [], authenticatedAt: 0, expiresAt: 9e15, idleExpiresAt: 9e15 }
}

describe('forgetOnUserChange', () => {
  it.each([
    ['signs out', null],
    ['makes room for somebody else', aSession('github:2')],
  ])('empties the cache when the person %s', (_what, next) => {
    const client = createAuthClient({ initialSession: aSession('github:1'), syncTabs: false })
    const cache = new QueryClient()
    cache.setQueryData(KEY, ['secret/project'])
    const stop = forgetOnUserChange(client, cache)

    client.hydrate(next)

    expect(cache.getQueryData(KEY)).toBeUndefined()
    stop()
    client.destroy()
  })

  it('keeps the cache when the same person connects another account', () => {
    const client = createAuthClient({ initialSession: aSession('github:1'), syncTabs: false })
    const cache = new QueryClient()
    cache.setQueryData(KEY, ['project'])
    const stop = forgetOnUserChange(client, cache)

    client.hydrate({ ...aSession('github:1'), expiresAt: 8e15 })

    expect(cache.getQueryData(KEY)).toEqual(['project'])
    stop()
    client.destroy()
  })
})
