import { describe, expect, it } from 'vitest'
import { createWorldClock } from '../../world-clock.ts'
import { startGoogle } from '../start-google.ts'
import { TEST_CLIENT } from '../testing/google-client.ts'

describe('an emulator behind a TLS front', () => {
  it('sets Secure cookies and ignores what a client claims about the origin', async () => {
    const origin = 'https://accounts.other.test:8443'
    const google = await startGoogle({ clock: createWorldClock(), clients: [TEST_CLIENT], origin })
    const request = new URLSearchParams({
      client_id: TEST_CLIENT.clientId,
      redirect_uri: TEST_CLIENT.redirectUris[0],
      response_type: 'code',
      scope: 'openid',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    })

    const response = await fetch(`http://127.0.0.1:${google.port}/o/oauth2/v2/auth?${request}`, {
      redirect: 'manual',
      headers: { 'x-forwarded-proto': 'http', 'x-forwarded-host': 'attacker.example' },
    })
    await google.close()

    const cookies = response.headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    expect(cookies.filter((cookie) => !/; secure/i.test(cookie))).toEqual([])
    expect(response.headers.get('location')).not.toContain('attacker')
  })
})
