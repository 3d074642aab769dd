import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { CLIENT, credentialsOf, type GithubFixture, startGithubFixture } from './testing/github-fixture.ts'

let fixture: GithubFixture
beforeAll(async () => {
  fixture = await startGithubFixture()
})
beforeEach(() => fixture.github.reset())
afterAll(() => fixture.github.close())

async function postToken(signal?: AbortSignal): Promise<Response> {
  return fetch(`${fixture.github.webUrl}/login/oauth/access_token`, {
    method: 'POST',
    body: new URLSearchParams({ ...credentialsOf(CLIENT), code: 'unknown' }),
    ...(signal ? { signal } : {}),
  })
}

describe('a fault of the token endpoint', () => {
  it('can be an error or a page instead of a token response', async () => {
    fixture.github.faults.tokenEndpoint = 'error500'
    const broken = await postToken()
    fixture.github.faults.tokenEndpoint = 'html'
    const page = await postToken()

    expect(broken.status).toBe(500)
    expect(page.headers.get('content-type')).toMatch('text/html')
  })

  it('can be silence', async () => {
    fixture.github.faults.tokenEndpoint = 'hang'
    const abort = new AbortController()
    const hanging = postToken(abort.signal)
    hanging.catch(() => {})

    await vi.waitFor(() => expect(fixture.github.requests.all({ kind: 'token' })).toHaveLength(1))

    expect(fixture.github.requests.all({ kind: 'token' })[0]?.status).toBeUndefined()
    abort.abort()
    await expect(hanging).rejects.toThrow()
  })

  it('can be a delay, or a wait until the test lets go', async () => {
    fixture.github.faults.tokenEndpoint = { delayMs: 1 }
    expect((await postToken()).status).toBe(200)

    let letGo = () => {}
    const until = new Promise<void>((resolve) => {
      letGo = resolve
    })
    fixture.github.faults.tokenEndpoint = { until }
    const waiting = postToken()
    await vi.waitFor(() => expect(fixture.github.requests.all({ kind: 'token' })).toHaveLength(2))
    expect(fixture.github.requests.all({ kind: 'token' })[1]?.status).toBeUndefined()

    letGo()
    expect((await waiting).status).toBe(200)
  })
})

describe('a fault of the API', () => {
  it.each([
    ['rateLimited', 403, 'x-ratelimit-remaining', '0'],
    ['secondaryLimit', 403, 'retry-after', '60'],
    ['error500', 500, 'content-type', 'application/json; charset=utf-8'],
  ] as const)('%s answers %i', async (fault, status, header, value) => {
    const token = await fixture.signIn('ada')
    fixture.github.faults.api = fault

    const response = await fixture.api('/user', { token })

    expect(response.status).toBe(status)
    expect(response.headers.get(header)).toBe(value)
  })

  it('does not touch revocation, which has a switch of its own', async () => {
    const path = `/applications/${CLIENT.clientId}/token`
    fixture.github.faults.api = 'error500'
    const untouched = await fixture.api(path, { method: 'DELETE', body: {} })
    fixture.github.faults.revocation = 'error500'

    expect(untouched.status).toBe(401)
    expect((await fixture.api(path, { method: 'DELETE', body: {} })).status).toBe(500)
  })
})

describe('a fault of the authorization response', () => {
  it('can leave out the issuer or name another one', async () => {
    fixture.github.faults.sendIss = false
    const without = await fixture.authorize('ada')
    fixture.github.faults.sendIss = 'wrong'
    const other = await fixture.authorize('ada')

    expect(without.searchParams.has('iss')).toBe(false)
    expect(other.searchParams.get('iss')).toBe('https://other-provider.example/login/oauth')
  })

  it('can be fewer scopes than asked for, and then consent is asked again', async () => {
    fixture.github.faults.grantableScope = ['user:email']
    const browser = fixture.browser()
    const back = await fixture.authorize('ada', { scope: 'repo user:email' }, browser)
    const code = back.searchParams.get('code') ?? ''

    const body = await fixture.token({ ...credentialsOf(CLIENT), code })

    expect(body.scope).toBe('user:email')
    expect((await browser.get(fixture.authorizeUrl({ scope: 'repo' }))).text).toContain(
      'Authorize Test Board',
    )
  })
})
