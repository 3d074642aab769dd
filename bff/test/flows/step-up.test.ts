import { describe, expect, it } from 'vitest'
import type { ConfigInput } from '../../src/config/schema.ts'
import type { Browser } from '../support/browser.ts'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { connect, login } from '../support/journey.ts'
import { oidcAt, STANDARD_PATHS, startStandardProvider } from '../support/standard-provider.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'
import { withMembers } from '../support/test-provider.ts'

const CHALLENGE = {
  'www-authenticate': 'Bearer error="insufficient_user_authentication", acr_values="gold", max_age="60"',
}
const GUARDED = { methods: ['GET' as const, 'POST' as const], path: '/admin/**' }

describe('an upstream that asks for another authentication', () => {
  it('ADV-08 is answered step_up_required with what it asks for, and nothing is renewed or repeated', async () => {
    const { bff, browser } = await signedIn({})
    bff.api.answerWith(401, CHALLENGE)

    const answer = await browser.fetch('/api/tasks/lists')

    expect([answer.status, answer.json()]).toMatchObject([
      403,
      { code: 'step_up_required', provider: 'google', maxAge: 60, acrValues: ['gold'] },
    ])
    expect(answer.headers).not.toHaveProperty('www-authenticate')
    expect(bff.api.requests).toHaveLength(1)
    expect(bff.google.callsTo(GOOGLE_PATHS.token)).toHaveLength(1)
  })

  it('ADV-08 is answered so for a body that cannot be sent again, too', async () => {
    const { bff, browser } = await signedIn({})
    bff.api.answer((req, res) => void req.resume().on('end', () => res.writeHead(401, CHALLENGE).end()))

    const answer = await browser.fetch('/api/tasks/lists', {
      method: 'POST',
      body: 'x'.repeat(2 * 1024 * 1024),
    })

    expect([answer.status, answer.json()]).toMatchObject([403, { code: 'step_up_required' }])
  })

  it('ADV-08 gets the call once the person has connected with just that, in the same session', async () => {
    const { bff, browser } = await signedIn({})
    bff.api.answerWith(401, CHALLENGE)
    const before = await browser.fetch('/api/tasks/lists')
    const { maxAge, acrValues } = before.json() as { maxAge: number; acrValues: string[] }
    authenticate(bff, { acr: 'gold', ageSeconds: 3 })

    const landing = await connect(browser, 'google', `?max_age=${maxAge}&acr_values=${acrValues.join('+')}`)
    bff.api.answerWith(200)
    const after = await browser.fetch('/api/tasks/lists')

    expect(landing.headers.location).toBe('/')
    expect(bff.google.callsTo(GOOGLE_PATHS.authorize).at(-1)?.query.get('acr_values')).toBe('gold')
    expect(after.status).toBe(200)
    expect(bff.api.requests).toHaveLength(2)
  })

  it('ADV-08 sends nobody round in circles: what a login has just brought is not asked for again', async () => {
    const { bff, browser } = await signedIn({ acr: 'gold', ageSeconds: 3 })
    bff.api.answerWith(401, CHALLENGE)

    const answer = await browser.fetch('/api/tasks/lists')

    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Session'])
    expect(answer.headers['content-type']).not.toContain('problem')
  })

  it('is not believed where its calls carry nobody’s token', async () => {
    const { bff, browser } = await signedIn({}, { none: true })
    bff.api.answerWith(401, CHALLENGE)

    expect((await browser.fetch('/api/tasks/admin/x')).status).toBe(401)
  })
})

describe('a route that requires an authentication', () => {
  it('ADV-08 refuses one that has grown too old, before anything is sent', async () => {
    const { bff, browser } = await signedIn({ ageSeconds: 100 }, { requires: { maxAge: 300 } })
    const young = await browser.fetch('/api/tasks/admin/x')
    bff.clock.advance({ seconds: 201 })

    const old = await browser.fetch('/api/tasks/admin/x')

    expect(young.status).toBe(200)
    expect([old.status, old.json()]).toMatchObject([
      403,
      { code: 'step_up_required', provider: 'google', maxAge: 300 },
    ])
    expect(old.json()).not.toHaveProperty('acrValues')
    expect(bff.api.requests).toHaveLength(1)
  })

  it.each([
    ['that the provider did not tell of', {}],
    ['that was too weak', { acr: 'bronze', ageSeconds: 1 }],
  ])('ADV-08 refuses one %s', async (_what, told) => {
    const { bff, browser } = await signedIn(told, { requires: { acr: ['gold', 'platinum'] } })

    const answer = await browser.fetch('/api/tasks/admin/x', { method: 'POST' })

    expect(answer.json()).toMatchObject({ code: 'step_up_required', acrValues: ['gold', 'platinum'] })
    expect(bff.api.requests).toEqual([])
  })

  it('ADV-08 lets the call pass after a login that brought it, and other routes before', async () => {
    const { bff, browser } = await signedIn({}, { requires: { acr: ['gold', 'platinum'] } })
    const other = await browser.fetch('/api/tasks/lists')
    authenticate(bff, { acr: 'platinum' })

    await connect(browser, 'google', '?acr_values=gold+platinum')
    const guarded = await browser.fetch('/api/tasks/admin/x')

    expect([other.status, guarded.status]).toEqual([200, 200])
  })

  it('ADV-08 goes by the newest login: one that brings less takes the way back', async () => {
    const { bff, browser } = await signedIn({ acr: 'gold' }, { requires: { acr: ['gold'] } })
    const before = await browser.fetch('/api/tasks/admin/x')
    authenticate(bff, {})

    await connect(browser, 'google')
    const after = await browser.fetch('/api/tasks/admin/x')

    expect([before.status, after.status]).toEqual([200, 403])
  })

  it('ADV-08 goes by the sign-in where calls carry nobody’s token', async () => {
    const { bff, browser } = await signedIn({ acr: 'bronze' }, { requires: { acr: ['gold'] }, none: true })
    const before = await browser.fetch('/api/tasks/admin/x')
    authenticate(bff, { acr: 'gold' })

    await login(browser, 'google', '?acr_values=gold&prompt=consent')
    const after = await browser.fetch('/api/tasks/admin/x')

    expect(before.json()).toMatchObject({ code: 'step_up_required', provider: 'google' })
    expect(after.status).toBe(200)
  })
})

describe('a login that asks for an authentication', () => {
  it.each([
    ['less', { acr: 'bronze' }],
    ['nothing', {}],
  ])('IDT-13 fails when the provider answers with %s; nothing is asked again', async (_what, told) => {
    const bff = await startBff()
    authenticate(bff, told)
    const browser = bff.browser()

    const landing = await login(browser, 'google', '?acr_values=gold+silver')

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
    expect((await browser.fetch('/bff/session')).status).toBe(204)
    expect(bff.google.callsTo(GOOGLE_PATHS.authorize)).toHaveLength(1)
    expect(bff.google.callsTo(GOOGLE_PATHS.token)).toHaveLength(1)
  })

  it('IDT-13 that fails leaves the session and its connection as they were', async () => {
    const { bff, browser } = await signedIn({ acr: 'silver' }, { requires: { acr: ['silver'] } })
    const before = (await browser.fetch('/bff/session')).json()
    authenticate(bff, { acr: 'bronze' })

    const landing = await connect(browser, 'google', '?acr_values=gold')

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
    expect((await browser.fetch('/bff/session')).json()).toMatchObject({
      connections: (before as { connections: object }).connections,
    })
    expect((await browser.fetch('/api/tasks/admin/x')).status).toBe(200)
  })

  it('IDT-13 that fails gives back nothing, which might take the standing connection with it', async () => {
    const corp = await startStandardProvider()
    const { browser } = await startBff({ providers: { corp: oidcAt(corp) } })
    const person = browser()
    await login(person, 'corp')

    await connect(person, 'corp', '?acr_values=gold')
    await person.fetch('/bff/logout', { method: 'POST' })

    // In order: what the failed sign-in had brought would have come first.
    await expect.poll(() => corp.callsTo(STANDARD_PATHS.revoke).length).toBe(2)
    const revoked = corp.callsTo(STANDARD_PATHS.revoke).map(({ form }) => form.get('token'))
    const ofFirstSignIn = corp.ledger.tokens.filter((token) => token.startsWith('canary-')).slice(0, 2)
    expect(revoked.toSorted()).toEqual(ofFirstSignIn.toSorted())
  })

  it('REFRESH-01 that succeeds keeps the refresh token that no new one has come for', async () => {
    const corp = await startStandardProvider()
    const upstreams = (target: string) => ({
      own: { target, credential: { type: 'userToken' as const, provider: 'corp' } },
    })
    const { browser, clock } = await startBff({ providers: { corp: oidcAt(corp) }, upstreams })
    const person = browser()
    await login(person, 'corp')
    corp.interfere(STANDARD_PATHS.token, withMembers({ refresh_token: undefined }))
    await connect(person, 'corp')
    corp.interfere(STANDARD_PATHS.token)
    clock.advance({ seconds: corp.tokenLifetimeSeconds })

    expect((await person.fetch('/api/own/x')).status).toBe(200)
    expect(corp.ledger.reuses).toBe(0)
    expect(corp.callsTo(STANDARD_PATHS.revoke)).toEqual([])
  })

  it.each(['max_age=60', 'acr_values=gold'])(
    'ADV-08 is refused where nobody could verify the answer: GitHub with %s',
    async (query) => {
      const { browser } = await startBff()

      const answer = await browser().fetch(`/bff/login/github?${query}`, {
        headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', accept: '*/*' },
      })

      expect([answer.status, answer.headers.location]).toEqual([400, undefined])
    },
  )

  it.each([
    'acr_values=',
    'acr_values=a%0d%0ab',
    'acr_values=a++b',
    `acr_values=${'a+'.repeat(11)}a`,
    'acr_values=a&acr_values=b',
  ])('is refused when it cannot be read: %s', async (query) => {
    const { browser } = await startBff()

    expect((await browser().navigate(`/bff/login/google?${query}`)).status).toBe(400)
  })
})

interface Told {
  acr?: string
  /** Of the authentication, when its ID token was issued; unsaid when absent. */
  ageSeconds?: number
}

/** Makes the provider say this of whoever authenticates from now on. */
function authenticate({ google }: TestBff, { acr, ageSeconds }: Told): void {
  const when = (iat: number) => (ageSeconds === undefined ? {} : { auth_time: iat - ageSeconds })
  google.forgeIdToken = (claims) =>
    google.sign({ ...claims, ...when(Number(claims.iat)), ...(acr === undefined ? {} : { acr }) })
}

type Rule = NonNullable<NonNullable<ConfigInput['upstreams']>[string]['allow']>[number]

/** Somebody signed in at Google, of whom it told that, and an upstream that guards `/admin`. */
async function signedIn(
  told: Told,
  { requires, none = false }: { requires?: Rule['requires']; none?: boolean } = {},
): Promise<{ bff: TestBff; browser: Browser }> {
  const allow = [
    { ...GUARDED, requires },
    { methods: ['GET' as const, 'POST' as const], path: '/**' },
  ]
  const credential = none ? ({ type: 'none' } as const) : ({ type: 'userToken', provider: 'google' } as const)
  const bff = await startBff({ upstreams: (target) => ({ tasks: { target, credential, allow } }) })
  authenticate(bff, told)
  const browser = bff.browser()
  await login(browser, 'google')
  return { bff, browser }
}
