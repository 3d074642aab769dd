import { describe, expect, it } from 'vitest'
import { agreeAt, comeBack } from '../support/journey.ts'
import { type CorpBff, loginAtCorp, startCorp } from '../support/start-corp.ts'
import { STRICT_PATHS } from '../support/strict-provider.ts'
import { jsonAnswer, withMembers } from '../support/test-provider.ts'

const DEMANDING = { habits: { pushes: 'required' } } as const

describe('an authorization request', () => {
  it('ADV-01 is pushed whole, and the browser carries nothing of it', async () => {
    const bff = await startCorp(DEMANDING)
    const browser = bff.browser()

    const departure = await browser.navigate('/bff/login/corp?login_hint=ada')

    const [push, ...more] = bff.corp.callsTo(STRICT_PATHS.push)
    expect(more).toEqual([])
    expect(Object.fromEntries(push?.form ?? [])).toMatchObject({
      client_id: 'corp-client',
      redirect_uri: `${bff.publicUrl}/bff/callback/corp`,
      response_type: 'code',
      scope: 'openid profile',
      login_hint: 'ada',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(push?.form.has('request_uri')).toBe(false)
    expect(Object.fromEntries(departure.location().searchParams)).toEqual({
      client_id: 'corp-client',
      request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:/),
    })
    expect((await comeBack(browser, await agreeAt(departure.location()))).headers.location).toBe('/')
    expect((await browser.fetch('/bff/session')).json()).toMatchObject({ user: { id: 'corp:ada-at-corp' } })
  })

  it('ADV-01 is pushed where the server offers it, although it demands nothing', async () => {
    const bff = await startCorp({ habits: { pushes: 'offered' } })

    expect((await loginAtCorp(bff.browser())).headers.location).toBe('/')

    expect(bff.corp.callsTo(STRICT_PATHS.push)).toHaveLength(1)
  })

  it('ADV-01 goes through the browser where the server knows no other way', async () => {
    const bff = await startCorp({ habits: { pushes: 'unknown' } })

    expect((await loginAtCorp(bff.browser())).headers.location).toBe('/')

    expect(bff.corp.callsTo(STRICT_PATHS.authorize)[0]?.query.get('code_challenge_method')).toBe('S256')
  })

  it('ADV-01 is not made at all where it must be pushed and cannot be', async () => {
    const told = await startCorp({ habits: { pushes: 'unknown' }, settings: { par: 'required' } })
    const demanded = await startCorp({ habits: { pushes: 'unknown' } })
    demanded.corp.interfere(
      STRICT_PATHS.metadata,
      withMembers({ require_pushed_authorization_requests: true }),
    )

    for (const bff of [told, demanded]) await expectNoLogin(bff)
  })

  it.each([
    ['is refused', jsonAnswer(400, { error: 'invalid_request' })],
    ['is answered with an error of the server', { status: 500 }],
    ['names no request', jsonAnswer(201, { expires_in: 60 })],
    ['is answered with 200', jsonAnswer(200, { request_uri: 'urn:x', expires_in: 60 })],
  ])('ADV-01 is not sent in the open when the push %s', async (_what, answer) => {
    const bff = await startCorp({ habits: { pushes: 'offered' } })
    bff.corp.interfere(STRICT_PATHS.push, () => answer)

    await expectNoLogin(bff)
  })

  it('ADV-01 is pushed anew for each login, also after the last one went stale unused', async () => {
    const bff = await startCorp(DEMANDING)
    const browser = bff.browser()
    const first = (await browser.navigate('/bff/login/corp')).location()
    bff.corp.expirePushed()
    expect((await fetch(first, { redirect: 'manual' })).status).toBe(400)

    const second = (await browser.navigate('/bff/login/corp')).location()

    expect(second.searchParams.get('request_uri')).not.toBe(first.searchParams.get('request_uri'))
    expect((await comeBack(browser, await agreeAt(second))).headers.location).toBe('/')
    const states = bff.corp.callsTo(STRICT_PATHS.push).map(({ form }) => form.get('state'))
    expect(new Set(states).size).toBe(2)
  })

  it('ADV-01 says who calls with every push, and a wrong secret gets no further', async () => {
    const bff = await startCorp({ ...DEMANDING, settings: { clientSecret: 'wrong' } })

    await expectNoLogin(bff)
    expect(bff.corp.callsTo(STRICT_PATHS.push)).toHaveLength(1)
  })
})

async function expectNoLogin(bff: CorpBff): Promise<void> {
  const browser = bff.browser()
  const answer = await browser.navigate('/bff/login/corp')

  expect(answer.status).toBe(503)
  expect(answer.headers.location).toBeUndefined()
  expect(answer.setCookies).toEqual([])
  expect(bff.corp.callsTo(STRICT_PATHS.authorize)).toEqual([])
}
