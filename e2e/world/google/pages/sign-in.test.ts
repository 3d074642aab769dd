import { describe, expect, it } from 'vitest'
import { createCookieBrowser } from '../testing/cookie-browser.ts'
import { TEST_CLIENT } from '../testing/google-client.ts'
import { ADA, GRACE, openGoogleSession, SCOPE } from '../testing/google-session.ts'
import { scopesOn, signIn } from '../testing/sign-in.ts'

const { google, client, tokens } = await openGoogleSession()
const request = { scope: `${SCOPE.signIn} ${SCOPE.tasks} ${SCOPE.events}` }

describe('the account page', () => {
  it('comes once in a browser, and the consent once for a person and client', async () => {
    const browser = createCookieBrowser()

    const first = await signIn(browser, (await client.authorize(request)).url, { as: ADA })
    const second = await signIn(browser, (await client.authorize(request)).url)
    const elsewhere = await signIn(createCookieBrowser(), (await client.authorize(request)).url, { as: ADA })

    expect(first.pages).toEqual(['account', 'consent'])
    expect(second.pages).toEqual([])
    expect(elsewhere.pages).toEqual(['account'])
  })

  it('comes back on prompt=select_account and switches to the person picked', async () => {
    const browser = createCookieBrowser()
    await tokens(request, { as: ADA }, browser)

    const attempt = await client.authorize({ ...request, prompt: 'select_account' })
    const { pages, callbackUrl } = await signIn(browser, attempt.url, { as: GRACE })
    const answer = await client.exchange(attempt, callbackUrl as URL)

    expect(pages).toEqual(['account', 'consent'])
    expect(await userinfo(answer.access_token)).toMatchObject({ sub: GRACE.googleSub, email: GRACE.email })
  })

  it('comes back when login_hint names somebody else, who is listed first', async () => {
    const browser = createCookieBrowser()
    await tokens(request, { as: ADA }, browser)

    const attempt = await client.authorize({ ...request, login_hint: GRACE.email })
    const page = await (await followOnce(browser, attempt.url)).text()

    expect(page.indexOf(GRACE.email)).toBeLessThan(page.indexOf(ADA.email))
  })

  it('does not come back when login_hint names the person signed in', async () => {
    const browser = createCookieBrowser()
    await tokens(request, { as: ADA }, browser)

    const { pages } = await signIn(
      browser,
      (await client.authorize({ ...request, login_hint: ADA.googleSub })).url,
    )

    expect(pages).toEqual([])
  })
})

describe('the consent page', () => {
  it('reduces the token to the scopes left ticked', async () => {
    const { scope } = await tokens(request, { as: ADA, tick: [SCOPE.tasks] })

    expect(scope?.split(' ')).toContain(SCOPE.tasks)
    expect(scope?.split(' ')).not.toContain(SCOPE.events)
  })

  it('asks again for what was left unticked, and only for that', async () => {
    const browser = createCookieBrowser()
    await tokens(request, { as: ADA, tick: [SCOPE.tasks] }, browser)

    const { pages, lastPage } = await signIn(browser, (await client.authorize(request)).url)

    expect(pages).toEqual(['consent'])
    expect(scopesOn(lastPage)).toEqual([SCOPE.events])
  })

  it('does not let a form grant what was not asked', async () => {
    const browser = createCookieBrowser()
    const tampering = {
      ...browser,
      post: (url: string, form: URLSearchParams) => browser.post(url, withScope(form, SCOPE.calendar)),
    }
    await tokens({ scope: `${SCOPE.signIn} ${SCOPE.tasksReadonly}` }, { as: ADA }, tampering)

    const { pages } = await signIn(
      browser,
      (await client.authorize({ scope: `openid ${SCOPE.calendar}` })).url,
    )

    expect(pages).toEqual(['consent'])
  })

  it('reports access_denied when nothing is granted at all', async () => {
    const attempt = await client.authorize({ scope: SCOPE.tasks, nonce: '' })
    attempt.url.searchParams.delete('nonce')

    const { callbackUrl } = await signIn(createCookieBrowser(), attempt.url, { as: ADA, tick: [] })

    expect(callbackUrl?.searchParams.get('error')).toBe('access_denied')
  })

  it('merges earlier grants into the token on include_granted_scopes=true', async () => {
    const browser = createCookieBrowser()
    await tokens({ scope: `${SCOPE.signIn} ${SCOPE.tasks}` }, { as: ADA }, browser)

    const merged = await tokens(
      { scope: `openid ${SCOPE.events}`, include_granted_scopes: 'true' },
      {},
      browser,
    )
    const alone = await tokens({ scope: `openid ${SCOPE.events}` }, {}, browser)

    expect(merged.scope?.split(' ')).toEqual(expect.arrayContaining([SCOPE.tasks, SCOPE.events]))
    expect(alone.scope?.split(' ').sort()).toEqual([SCOPE.events, 'openid'])
  })
})

describe('the authorization response', () => {
  it('carries state, issuer and parameters of Google’s own', async () => {
    const attempt = await client.authorize(request)
    const { callbackUrl } = await signIn(createCookieBrowser(), attempt.url, { as: ADA })

    expect(Object.fromEntries(callbackUrl?.searchParams ?? [])).toMatchObject({
      state: attempt.state,
      iss: google.issuer,
      authuser: '0',
      prompt: 'consent',
      scope: expect.stringContaining('userinfo.email'),
    })
  })

  it('reports access_denied when the person cancels', async () => {
    const attempt = await client.authorize(request)
    const { callbackUrl } = await signIn(createCookieBrowser(), attempt.url, { cancel: true })

    expect(callbackUrl?.searchParams.get('error')).toBe('access_denied')
    expect(callbackUrl?.searchParams.get('state')).toBe(attempt.state)
  })

  it.each([
    ['nobody is signed in', 'login_required', false],
    ['a scope is not granted yet', 'consent_required', true],
  ])('answers prompt=none without a page when %s', async (_when, error, isSignedIn) => {
    const browser = createCookieBrowser()
    if (isSignedIn) await tokens({ scope: SCOPE.signIn }, { as: ADA }, browser)

    const { pages, callbackUrl } = await signIn(
      browser,
      (await client.authorize({ ...request, prompt: 'none' })).url,
    )

    expect(pages).toEqual([])
    expect(callbackUrl?.searchParams.get('error')).toBe(error)
  })

  it.each([
    ['another path', 'http://localhost:3000/bff/callback/other'],
    ['another port', 'http://localhost:3001/bff/callback/google'],
    ['another host', 'https://attacker.example/bff/callback/google'],
  ])('is never sent to %s than registered: the mismatch is shown', async (_what, redirectUri) => {
    const attempt = await client.authorize({ ...request, redirect_uri: redirectUri })
    const { pages, lastPage, callbackUrl } = await signIn(createCookieBrowser(), attempt.url)

    expect(callbackUrl).toBeUndefined()
    expect(pages).toEqual(['error'])
    expect(lastPage).toContain('redirect_uri_mismatch')
  })

  it('is not reached with a scope nobody knows: the mistake is shown', async () => {
    const attempt = await client.authorize({ scope: 'openid https://www.googleapis.com/auth/task' })
    const { pages, lastPage } = await signIn(createCookieBrowser(), attempt.url)

    expect(pages).toEqual(['error'])
    expect(lastPage).toContain('invalid_scope')
    expect(lastPage).toContain('https://www.googleapis.com/auth/task')
  })

  it('refuses plain PKCE and a request without a challenge', async () => {
    const plain = await client.authorize({ ...request, code_challenge_method: 'plain' })
    const without = await client.authorize(request)
    without.url.searchParams.delete('code_challenge')
    without.url.searchParams.delete('code_challenge_method')

    for (const { url } of [plain, without]) {
      const { callbackUrl } = await signIn(createCookieBrowser(), url, { as: ADA })
      expect(callbackUrl?.searchParams.get('error')).toBe('invalid_request')
    }
  })
})

describe('every page', () => {
  it('says it is an emulator and allows no script, no frame and only the client’s origin as a form target', async () => {
    const attempt = await client.authorize(request)
    const response = await followOnce(createCookieBrowser(), attempt.url)
    const policy = response.headers.get('content-security-policy')

    expect(await response.text()).toContain('Local emulator, not Google')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain(`form-action 'self' ${new URL(TEST_CLIENT.redirectUris[0]).origin};`)
    expect(response.headers.get('x-frame-options')).toBe('DENY')
  })

  it('escapes the client’s name', async () => {
    const { pages, lastPage } = await signIn(createCookieBrowser(), (await client.authorize(request)).url, {
      as: ADA,
    })

    expect(pages).toContain('consent')
    expect(lastPage).toContain('Board &lt;for friends&gt; wants access')
    expect(lastPage).not.toContain('<for friends>')
  })

  it('is bound to the browser that began the sign-in', async () => {
    const attempt = await client.authorize(request)
    const browser = createCookieBrowser()
    const location = (await browser.get(attempt.url.href)).headers.get('location') ?? ''

    const stolen = await createCookieBrowser().get(new URL(location, google.issuer).href)

    expect(stolen.status).toBe(400)
    expect(await stolen.text()).toContain('This sign-in has expired')
  })
})

async function userinfo(accessToken: string): Promise<unknown> {
  const response = await fetch(`${google.issuer}/v1/userinfo`, {
    headers: { authorization: `Bearer ${accessToken}` },
  })
  return response.json()
}

async function followOnce(browser: ReturnType<typeof createCookieBrowser>, url: URL): Promise<Response> {
  const location = (await browser.get(url.href)).headers.get('location') ?? ''
  return browser.get(new URL(location, url).href)
}

function withScope(form: URLSearchParams, scope: string): URLSearchParams {
  const tampered = new URLSearchParams(form)
  tampered.append('scope', scope)
  return tampered
}
