import { describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { GOOGLE_PATHS, GRACE_AT_GOOGLE } from '../support/google-provider.ts'
import { connect, login } from '../support/journey.ts'
import { sessionStatuses } from '../support/listed-sessions.ts'
import { logoutForm, logoutToken, nameSession, tellLogout } from '../support/logout-token.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

/** The provider asks for consent once and gives a refresh token with it only. */
const AGAIN = '?prompt=consent'

describe('a logout that the provider tells of', () => {
  it('LOGOUT-08 LOGOUT-11 ends the session without cookie or CSRF header, and says so without a word', async () => {
    const bff = await startBff()
    const browser = await signedInAs(bff, 'sid-1')

    const answer = await tellLogout(bff, logoutForm(await logoutToken(bff, { sid: 'sid-1', sub: 'ignored' })))

    expect([answer.status, answer.headers.get('cache-control'), await answer.text()]).toEqual([
      200,
      'no-store',
      '',
    ])
    expect(answer.headers.getSetCookie()).toEqual([])
    expect((await browser.fetch('/bff/session')).status).toBe(204)
    expect((await browser.fetch('/api/tasks/lists')).status).toBe(401)
  })

  it('LOGOUT-12 by sid ends exactly the sessions that came from that one', async () => {
    const bff = await startBff()
    const first = await signedInAs(bff, 'sid-1')
    const again = await signedInAs(bff, 'sid-1')
    const other = await signedInAs(bff, 'sid-2')

    await tellLogout(bff, logoutForm(await logoutToken(bff, { sid: 'sid-1' })))

    expect(await sessionStatuses(first, again, other)).toEqual([204, 204, 200])
  })

  it('LOGOUT-12 by sub alone ends all sessions of that person and nobody else’s', async () => {
    const bff = await startBff()
    const mine = [await signedInAs(bff, 'sid-1'), await signedInAs(bff, undefined)]
    const { sub } = bff.google.person
    bff.google.person = GRACE_AT_GOOGLE
    const hers = await signedInAs(bff, 'sid-3')

    await tellLogout(bff, logoutForm(await logoutToken(bff, { sub })))

    expect(await sessionStatuses(...mine, hers)).toEqual([204, 204, 200])
  })

  it('LOGOUT-12 finds the session under the id a later sign-in gave it', async () => {
    const bff = await startBff()
    const browser = await signedInAs(bff, 'sid-1')
    nameSession(bff, 'sid-2')
    await login(browser, 'google', AGAIN)

    await tellLogout(bff, logoutForm(await logoutToken(bff, { sid: 'sid-1' })))
    const between = await browser.fetch('/bff/session')
    await tellLogout(bff, logoutForm(await logoutToken(bff, { sid: 'sid-2' })))

    expect([between.status, ...(await sessionStatuses(browser))]).toEqual([200, 204])
  })

  it.each([
    ['of a session nobody has here', { sid: 'sid-unknown' }],
    ['of a person nobody knows here', { sub: 'nobody' }],
  ])('LOGOUT-10 takes word %s as done', async (_whose, claims) => {
    const bff = await startBff()
    const browser = await signedInAs(bff, 'sid-1')

    const answer = await tellLogout(bff, logoutForm(await logoutToken(bff, claims)))

    expect(answer.status).toBe(200)
    expect(await sessionStatuses(browser)).toEqual([200])
  })

  it('LOGOUT-10 is success for a session that has ended already, and refused the second time', async () => {
    const bff = await startBff()
    const browser = await signedInAs(bff, 'sid-1')
    await browser.fetch('/bff/logout', { method: 'POST' })
    const token = await logoutToken(bff, { sid: 'sid-1' })

    const answers = [await tellLogout(bff, logoutForm(token)), await tellLogout(bff, logoutForm(token))]

    expect(answers.map(({ status }) => status)).toEqual([200, 400])
  })

  it('LOGOUT-10 refuses a replay until the token is too old to be believed in any case', async () => {
    const bff = await startBff()
    const token = await logoutToken(bff, { sid: 'sid-1' })
    await tellLogout(bff, logoutForm(token))
    const browser = await signedInAs(bff, 'sid-1')

    for (const seconds of [60, 60, 59, 2]) {
      bff.clock.advance({ seconds })
      expect((await tellLogout(bff, logoutForm(token))).status).toBe(400)
    }
    expect(await sessionStatuses(browser)).toEqual([200])
  })

  it('never ends a session that began after the token was made', async () => {
    const bff = await startBff()
    const before = await signedInAs(bff, 'sid-1')
    const tokens = [
      await logoutToken(bff, { sid: 'sid-1' }),
      await logoutToken(bff, { sub: bff.google.person.sub }),
    ]
    bff.clock.advance({ seconds: 1 })
    const after = await signedInAs(bff, 'sid-1')

    for (const token of tokens) await tellLogout(bff, logoutForm(token))

    expect(await sessionStatuses(before, after)).toEqual([204, 200])
  })

  it('takes the tokens of an account that is merely connected, and leaves the session to its own provider', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    nameSession(bff, 'sid-1')
    await connect(browser, 'google')

    await tellLogout(bff, logoutForm(await logoutToken(bff, { sid: 'sid-1' })))

    expect((await browser.fetch('/bff/session')).json()).toMatchObject({
      connections: [
        { provider: 'github', status: 'active' },
        { provider: 'google', status: 'reauth_required' },
      ],
    })
    expect((await browser.fetch('/api/github/user')).status).toBe(200)
    const refused = await browser.fetch('/api/tasks/lists')
    expect([refused.status, refused.json()]).toEqual([
      401,
      expect.objectContaining({ code: 'reauth_required' }),
    ])
    await connect(browser, 'google', AGAIN)
    expect((await browser.fetch('/api/tasks/lists')).status).toBe(200)
  })

  it('LOGOUT-09 takes a token without typ only where the configuration says so, and no other typ', async () => {
    const bff = await startBff({ google: { logoutTokenTyp: 'optional' } })
    const browser = await signedInAs(bff, 'sid-1')

    const wrong = await tellLogout(bff, logoutForm(await logoutToken(bff, { sid: 'sid-1' }, { typ: 'JWT' })))
    expect([wrong.status, ...(await sessionStatuses(browser))]).toEqual([400, 200])
    const absent = await tellLogout(
      bff,
      logoutForm(await logoutToken(bff, { sid: 'sid-1' }, { typ: undefined })),
    )
    expect([absent.status, ...(await sessionStatuses(browser))]).toEqual([200, 204])
  })

  it('asks the provider to send the token again when its keys cannot be had', async () => {
    const bff = await startBff()
    const browser = await signedInAs(bff, 'sid-1')
    // By then those that the login was verified with are too old.
    bff.clock.advance({ minutes: 5 })
    bff.google.failWith(GOOGLE_PATHS.keys, 404)
    const form = logoutForm(await logoutToken(bff, { sid: 'sid-1' }))

    const during = await tellLogout(bff, form)
    bff.google.interfere(GOOGLE_PATHS.keys)
    const afterwards = await tellLogout(bff, form)

    expect([during.status, during.headers.get('retry-after')]).toEqual([503, '5'])
    expect([afterwards.status, ...(await sessionStatuses(browser))]).toEqual([200, 204])
  })

  it('writes neither the token nor the provider’s session into the log', async () => {
    const bff = await startBff()
    await signedInAs(bff, 'sid-1')
    const token = await logoutToken(bff, { sid: 'sid-1', sub: bff.google.person.sub })

    await tellLogout(bff, logoutForm(token))

    const lines = bff.log.join()
    expect(lines).toContain('sessions ended by their provider')
    for (const secret of [token, 'sid-1']) expect(lines).not.toContain(secret)
  })
})

/** A browser signed in with Google, from the provider's session of that name. */
async function signedInAs(bff: TestBff, sid: string | undefined): Promise<Browser> {
  const browser = bff.browser()
  if (sid === undefined) bff.google.forgeIdToken = undefined
  else nameSession(bff, sid)
  await login(browser, 'google', AGAIN)
  return browser
}
