import { afterEach, describe, expect, it, vi } from 'vitest'
import { startGoogle } from './google/start-google.ts'
import { GITHUB_CLIENT, GOOGLE_CLIENT } from './registered-clients.ts'
import { startWorld } from './world.ts'
import { createWorldClock } from './world-clock.ts'

const appUrl = 'http://localhost:3000'

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('startWorld', () => {
  it('starts both providers on loopback, with their secrets known to leak sweeps', async () => {
    const world = await startWorld({ appUrl })

    const urls = [world.github.webUrl, world.github.apiUrl, world.google.issuer, world.google.tasksUrl]
    const secrets = world.issuedTokens()
    await world.close()

    expect(urls.map((url) => new URL(url).hostname)).toEqual(Array(4).fill('127.0.0.1'))
    expect(secrets).toEqual(expect.arrayContaining([GITHUB_CLIENT.clientSecret, GOOGLE_CLIENT.clientSecret]))
  })

  it('speaks of its public origins when a TLS front stands before it', async () => {
    const origin = 'https://accounts.other.test:8443'
    const origins = { githubWeb: origin, githubApi: origin, google: origin, googleApi: origin }
    const world = await startWorld({ appUrl, origins })

    const discovery = await fetch(`http://127.0.0.1:${world.google.port}/.well-known/openid-configuration`)
    const metadata = (await discovery.json()) as Record<string, string>
    await world.close()

    expect(metadata.issuer).toBe(origin)
    expect(metadata.authorization_endpoint).toBe(`${origin}/o/oauth2/v2/auth`)
    expect(metadata.jwks_uri).toBe(`${origin}/oauth2/v3/certs`)
  })

  it('refuses NODE_ENV=production, as each provider does', async () => {
    vi.stubEnv('NODE_ENV', 'production')

    await expect(startWorld({ appUrl })).rejects.toThrow('production')
    await expect(startGoogle({ clock: createWorldClock(), clients: [] })).rejects.toThrow('production')
  })
})
