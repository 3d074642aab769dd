import { describe, expect, it } from 'vitest'
import { createApiCaller } from '../testing/api-caller.ts'
import { ADA, GRACE, openGoogleSession, SCOPE } from '../testing/google-session.ts'

const { clock, google, client, tokens } = await openGoogleSession()
const LISTS = '/users/@me/lists'
const OPENID = { scope: `openid ${SCOPE.tasks}` }

describe('the APIs', () => {
  it('refuse a token they have never seen, in Google’s words', async () => {
    const { status, headers, body } = await createApiCaller(google.tasksUrl, 'ya29.made-up').get(LISTS)

    expect(status).toBe(401)
    expect(headers.get('www-authenticate')).toContain('invalid_token')
    expect(body.error).toMatchObject({
      code: 401,
      status: 'UNAUTHENTICATED',
      errors: [{ reason: 'authError' }],
    })
  })

  it('refuse a request without a token', async () => {
    expect((await fetch(`${google.tasksUrl}${LISTS}`)).status).toBe(401)
  })

  it('refuse an access token after an hour of the world’s time; its refresh token lives on', async () => {
    const answer = await tokens({ ...OPENID, access_type: 'offline' })
    const tasks = createApiCaller(google.tasksUrl, answer.access_token)

    const before = await tasks.get(LISTS)
    clock.advance({ hours: 1 })
    const after = await tasks.get(LISTS)
    const { access_token: fresh } = await client.refresh(answer.refresh_token ?? '')

    expect([before.status, after.status]).toEqual([200, 401])
    expect((await createApiCaller(google.tasksUrl, fresh).get(LISTS)).status).toBe(200)
  })

  it('refuse every access token after expireAccessTokens', async () => {
    const { access_token: accessToken } = await tokens(OPENID)
    google.expireAccessTokens()

    expect((await createApiCaller(google.tasksUrl, accessToken).get(LISTS)).status).toBe(401)
  })

  it('refuse every token after revokeAllTokens, refresh tokens too', async () => {
    const answer = await tokens({ ...OPENID, access_type: 'offline' })
    google.revokeAllTokens()

    expect((await createApiCaller(google.tasksUrl, answer.access_token).get(LISTS)).status).toBe(401)
    await expect(client.refresh(answer.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('honour a shortened token lifetime', async () => {
    google.setAccessTokenLifetime(60)
    const answer = await tokens(OPENID)
    clock.advance({ seconds: 60 })

    expect(answer.expires_in).toBe(60)
    expect((await createApiCaller(google.tasksUrl, answer.access_token).get(LISTS)).status).toBe(401)
  })

  it.each([
    { act: 'read tasks', scope: SCOPE.signIn, url: () => google.tasksUrl + LISTS },
    {
      act: 'write tasks',
      scope: `openid ${SCOPE.tasksReadonly}`,
      method: 'POST',
      url: () => google.tasksUrl + LISTS,
    },
    { act: 'read events', scope: OPENID.scope, url: () => `${google.calendarUrl}/calendars/primary/events` },
    {
      act: 'list calendars',
      scope: `openid ${SCOPE.events}`,
      url: () => `${google.calendarUrl}/users/me/calendarList`,
    },
  ])('do not let a token for “$scope” $act', async ({ scope, method = 'GET', url }) => {
    const { access_token: accessToken } = await tokens({ scope })

    const { status, body } = await createApiCaller(url(), accessToken).send(method, '')

    expect(status).toBe(403)
    expect(body.error?.details?.[0]?.reason).toBe('ACCESS_TOKEN_SCOPE_INSUFFICIENT')
  })

  it('show each person their own data', async () => {
    const ada = createApiCaller(google.tasksUrl, (await tokens(OPENID, { as: ADA })).access_token)
    const grace = createApiCaller(google.tasksUrl, (await tokens(OPENID, { as: GRACE })).access_token)

    const { body } = await ada.send('POST', '/lists/@default/tasks', { title: 'Only Ada’s' })

    expect((await grace.get(`/lists/@default/tasks/${body.id}`)).status).toBe(404)
  })
})
