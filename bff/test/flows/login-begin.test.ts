import { describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import type { KeptCookie } from '../support/cookie-jar.ts'
import { agreeAt, reachCallback } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

describe('beginning a login', () => {
  it('LOGIN-01 LOGIN-02 LOGIN-11 asks for a code with PKCE, whatever the address says', async () => {
    const { browser, github, publicUrl } = await startBff()
    const overrides =
      'response_type=token&redirect_uri=x&client_id=y&code_challenge_method=plain&claims=z&iss=w'

    const departure = await browser().navigate(`/bff/login/github?${overrides}`)

    expect(departure.status).toBe(303)
    const { origin, pathname, searchParams } = departure.location()
    expect(origin + pathname).toBe(`${github.origin}/login/oauth/authorize`)
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: 'code',
      client_id: github.clientId,
      redirect_uri: `${publicUrl}/bff/callback/github`,
      scope: 'read:user user:email',
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    })
  })

  it('LOGIN-05 asks Google for an ID token with a nonce, offline', async () => {
    const { browser, google, publicUrl } = await startBff()

    const departure = await browser().navigate(
      '/bff/login/google?prompt=select_account&login_hint=ada%40x.example',
    )

    expect(Object.fromEntries(departure.location().searchParams)).toEqual({
      response_type: 'code',
      client_id: google.clientId,
      redirect_uri: `${publicUrl}/bff/callback/google`,
      scope: 'openid email profile',
      state: expect.any(String),
      nonce: expect.stringMatching(/^[\w-]{43,64}$/),
      code_challenge: expect.any(String),
      code_challenge_method: 'S256',
      access_type: 'offline',
      include_granted_scopes: 'true',
      prompt: 'select_account',
      login_hint: 'ada@x.example',
    })
  })

  it('LOGIN-03 LOGIN-04 never uses a state, nonce or challenge twice', async () => {
    const { browser } = await startBff()

    const departures = await Promise.all(
      Array.from({ length: 100 }, () => browser().navigate('/bff/login/google')),
    )

    const used = departures.flatMap((departure) => {
      const { searchParams } = departure.location()
      return ['state', 'nonce', 'code_challenge'].map((name) => searchParams.get(name))
    })
    expect(new Set(used).size).toBe(300)
  })

  it('CFG-06 LOGIN-10 sends each provider its own configured redirect URI, whatever Host says', async () => {
    const { browser, publicUrl } = await startBff()
    const forged = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }

    const departures = await Promise.all(
      ['github', 'google'].map((provider) =>
        browser().fetch(`/bff/login/${provider}`, {
          headers: { ...forged, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
        }),
      ),
    )

    expect(departures.map((departure) => departure.location().searchParams.get('redirect_uri'))).toEqual([
      `${publicUrl}/bff/callback/github`,
      `${publicUrl}/bff/callback/google`,
    ])
  })

  it('LOGIN-14 redirects with 303, to be neither stored nor told to the next page', async () => {
    const { browser: open } = await startBff()
    const browser = open()

    const departure = await browser.navigate('/bff/login/github')
    const landing = await browser.navigate(await agreeAt(departure.location()), { site: 'cross-site' })

    for (const redirect of [departure, landing]) {
      expect([redirect.status, redirect.text]).toEqual([303, ''])
      expect(redirect.headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      })
    }
  })

  it.each([
    ['a script fetches it', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
    ['a script fetches it in a browser that names no destination', { 'sec-fetch-dest': undefined }],
    ['a frame shows it', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
    ['an image loads it', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    [
      'it is prefetched',
      { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-purpose': 'prefetch' },
    ],
    [
      'it is prerendered',
      { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-purpose': 'prefetch;prerender' },
    ],
    [
      'it is only prerendered',
      { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', purpose: 'prerender' },
    ],
    ['it is prefetched by an older browser', { 'sec-fetch-mode': 'navigate', purpose: 'prefetch' }],
  ])('LOGIN-13 starts nothing when %s', async (_how, headers) => {
    const { browser } = await startBff()

    const answers = await Promise.all(
      ['/bff/login/github', '/bff/connect/github'].map((path) => browser().fetch(path, { headers })),
    )

    for (const answer of answers) {
      expect(answer.status).toBe(400)
      expect(answer.setCookies).toEqual([])
      expect(answer.headers.location).toBeUndefined()
    }
  })

  it('LOGIN-12 adds an optional scope to the configured ones when asked', async () => {
    const { browser } = await startBff({
      github: { scopes: ['read:user'], optionalScopes: ['repo', 'gist'] },
    })

    const departure = await browser().navigate('/bff/login/github?scope=repo')

    expect(departure.location().searchParams.get('scope')).toBe('read:user repo')
  })

  it.each([
    ['a scope the configuration does not offer', 'scope=admin%3Aorg'],
    ['a prompt there is not', 'prompt=maybe'],
    ['a negative age', 'max_age=-1'],
    ['a popup name that could break out of the page', 'popup=%3C%2Fscript%3E'],
    ['a login hint without end', `login_hint=${'a'.repeat(321)}`],
    ['a parameter twice', 'prompt=consent&prompt=login'],
  ])('LOGIN-11 refuses %s', async (_what, query) => {
    const { browser } = await startBff()

    const answer = await browser().navigate(`/bff/login/google?${query}`)

    expect(answer.status).toBe(400)
    expect(answer.setCookies).toEqual([])
  })

  it('knows only the configured providers', async () => {
    const { browser } = await startBff()

    const answers = await Promise.all(
      ['gitlab', '__proto__', 'constructor', '%E0%A4%A'].map((id) => browser().navigate(`/bff/login/${id}`)),
    )

    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 400])
  })

  it('LOGIN-07 keeps six logins of one browser pending and lets go of the oldest', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    const departures: { callbackUrl: URL; cookie: KeptCookie | undefined }[] = []
    for (let attempt = 0; attempt < 8; attempt++) {
      const callbackUrl = await reachCallback(browser, 'github')
      departures.push({ callbackUrl, cookie: loginCookies(browser).at(-1) })
      bff.clock.advance({ seconds: 1 })
    }

    expect(loginCookies(browser)).toHaveLength(6)
    const statuses = []
    for (const { callbackUrl, cookie } of departures) {
      // Also with the evicted cookie back in place: the record behind it is gone.
      browser.jar.plant(cookie?.name ?? '', cookie?.value ?? '')
      statuses.push((await browser.navigate(callbackUrl)).status)
    }
    expect(statuses).toEqual([400, 400, 303, 303, 303, 303, 303, 303])
  })

  it('says so when the provider cannot be discovered, and tries again for the next', async () => {
    const { browser, google } = await startBff()
    google.failWith('/.well-known/openid-configuration', 503)

    const refused = await browser().navigate('/bff/login/google')
    google.interfere('/.well-known/openid-configuration')
    const departure = await browser().navigate('/bff/login/google')

    expect([refused.status, departure.status]).toEqual([503, 303])
    expect(refused.headers['retry-after']).toMatch(/^\d+$/)
    expect(refused.setCookies).toEqual([])
  })
})

function loginCookies(browser: Browser): KeptCookie[] {
  return browser.jar.all().filter(({ name }) => name.startsWith('coatcheck-login-'))
}
