import { describe, expect, it } from 'vitest'
import { createCookieBrowser } from '../testing/cookie-browser.ts'
import { ADA, GRACE, openGoogleSession, SCOPE } from '../testing/google-session.ts'
import { signIn } from '../testing/sign-in.ts'

const { google, client, tokens } = await openGoogleSession()
const offline = { scope: `${SCOPE.signIn} ${SCOPE.tasks}`, access_type: 'offline' }

describe('revocation', () => {
  it.each(['access_token', 'refresh_token'] as const)(
    'needs no client authentication and ends both tokens, given the %s',
    async (which) => {
      const answer = await tokens(offline)

      const response = await revoke(answer[which])

      expect(response.status).toBe(200)
      expect(await statusOfTasks(answer.access_token)).toBe(401)
      await expect(client.refresh(answer.refresh_token ?? '')).rejects.toMatchObject({
        error: 'invalid_grant',
      })
    },
  )

  it('ends the consent too, so that the next sign-in asks and brings a refresh token again', async () => {
    const browser = createCookieBrowser()
    const answer = await tokens(offline, { as: ADA }, browser)
    await revoke(answer.access_token)

    const attempt = await client.authorize(offline)
    const { pages, callbackUrl } = await signIn(browser, attempt.url)
    const again = await client.exchange(attempt, callbackUrl as URL)

    expect(pages).toEqual(['consent'])
    expect(again.refresh_token).toBeTypeOf('string')
  })

  it('leaves other people’s tokens alone', async () => {
    const answer = await tokens(offline)
    const other = await tokens(offline, { as: GRACE })

    await revoke(answer.access_token)

    expect(await statusOfTasks(other.access_token)).toBe(200)
  })

  it('answers 400 to an unknown token and to one revoked before', async () => {
    const answer = await tokens(offline)
    await revoke(answer.access_token)

    for (const token of ['made-up', answer.access_token]) {
      const response = await revoke(token)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ error: 'invalid_token' })
    }
  })
})

function revoke(token: string | undefined): Promise<Response> {
  return fetch(`${google.issuer}/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ token: token ?? '' }),
  })
}

async function statusOfTasks(accessToken: string): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}` }
  return (await fetch(`${google.tasksUrl}/users/@me/lists`, { headers })).status
}
