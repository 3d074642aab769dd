import { describe, expect, it } from 'vitest'
import { FOREIGN_ISSUER } from './faults.ts'
import { createCookieBrowser } from './testing/cookie-browser.ts'
import { createGoogleClient } from './testing/google-client.ts'
import { ADA, openGoogleSession, SCOPE } from './testing/google-session.ts'
import { signIn } from './testing/sign-in.ts'

const { google, client, tokens } = await openGoogleSession()
const request = { scope: `${SCOPE.signIn} ${SCOPE.tasks}`, access_type: 'offline' }

describe('faults', () => {
  it('names another issuer in discovery', async () => {
    google.faults.discovery = 'wrongIssuer'

    await expect(createGoogleClient(google)).rejects.toMatchObject({
      code: 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
    })
  })

  it.each([
    ['sends none', false, null],
    ['names another server', 'wrong', FOREIGN_ISSUER],
  ] as const)('%s in the authorization response', async (_what, sendIss, expected) => {
    google.faults.sendIss = sendIss

    const { callbackUrl } = await signIn(createCookieBrowser(), (await client.authorize(request)).url, {
      as: ADA,
    })

    expect(callbackUrl?.searchParams.get('iss')).toBe(expected)
  })

  it('breaks the token endpoint and heals it again', async () => {
    const { refresh_token: refreshToken = '' } = await tokens(request)

    google.faults.tokenEndpoint = 'error500'
    await expect(client.refresh(refreshToken)).rejects.toBeDefined()
    google.faults.reset()

    await expect(client.refresh(refreshToken)).resolves.toBeDefined()
  })

  it('holds a token request until the test lets go', async () => {
    const { refresh_token: refreshToken = '' } = await tokens(request)
    let letGo = () => {}
    google.faults.tokenEndpoint = { until: new Promise<void>((resolve) => (letGo = resolve)) }

    const refreshed = client.refresh(refreshToken)
    letGo()

    await expect(refreshed).resolves.toBeDefined()
  })

  it('leaves an API request hanging and shows it in the log without a status', async () => {
    google.faults.api = 'hang'
    const abort = new AbortController()

    const pending = fetch(`${google.tasksUrl}/users/@me/lists`, { signal: abort.signal })
    await expect.poll(() => google.requests.count({ kind: 'tasks' })).toBe(1)
    abort.abort()

    await expect(pending).rejects.toThrow()
    expect(google.requests.all({ kind: 'tasks' })[0]?.status).toBeUndefined()
  })
})
