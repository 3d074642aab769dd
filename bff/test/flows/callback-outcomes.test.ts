import { describe, expect, it } from 'vitest'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { comeBack, login, reachCallback } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'
import { jsonAnswer, withMembers } from '../support/test-provider.ts'

describe('what a login ends in', () => {
  it('CB-13 CB-14 lands on a clean address, without a body, whatever else the provider sends', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github', '?returnTo=/projects')
    callbackUrl.search += '&foo=1&session_state=x&scope=repo&authuser=0&continued=1'

    const landing = await comeBack(browser, callbackUrl)

    expect([landing.status, landing.headers.location, landing.text]).toEqual([303, '/projects', ''])
  })

  it.each([
    ['access_denied', 'access_denied'],
    ['server_error', 'provider_unavailable'],
    ['temporarily_unavailable', 'provider_unavailable'],
    ['redirect_uri_mismatch', 'login_failed'],
    ['<script>alert(1)</script>', 'login_failed'],
  ])('CB-12 turns the error %s into %s and shows nothing of its description', async (error, code) => {
    const bff = await startBff()
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github', '?returnTo=/here?tab=1%23top')
    callbackUrl.searchParams.delete('code')
    callbackUrl.searchParams.set('error', error)
    callbackUrl.searchParams.set('error_description', `<script>${'x'.repeat(5000)}`)

    const landing = await comeBack(browser, callbackUrl)

    expect([landing.status, landing.headers.location]).toEqual([303, `/here?tab=1&auth_error=${code}#top`])
    expect(landing.text).toBe('')
    expect(bff.log.join()).not.toContain('xxxxx')
    expect(bff.github.callsTo(GITHUB_TOKEN_PATH)).toEqual([])
    expect((await comeBack(browser, callbackUrl)).status).toBe(400)
  })

  it('sends the browser back with login_failed when there is neither a code nor an error', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github')
    callbackUrl.searchParams.delete('code')

    const landing = await comeBack(browser, callbackUrl)

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
    expect(bff.github.callsTo(GITHUB_TOKEN_PATH)).toEqual([])
  })

  it.each([
    [
      'TOKEN-08 an error with status 200',
      jsonAnswer(200, { error: 'bad_verification_code' }),
      'login_failed',
    ],
    ['an error with status 400', jsonAnswer(400, { error: 'invalid_grant' }), 'login_failed'],
    [
      'TOKEN-08 a form instead of JSON',
      { status: 200, body: 'access_token=x&token_type=bearer' },
      'login_failed',
    ],
    [
      'TOKEN-06 a page',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' },
      'login_failed',
    ],
    ['TOKEN-06 no token', jsonAnswer(200, { token_type: 'bearer' }), 'login_failed'],
    [
      'TOKEN-06 a token that is no string',
      jsonAnswer(200, { access_token: 7, token_type: 'bearer' }),
      'login_failed',
    ],
    ['a server error', { status: 500, body: '' }, 'provider_unavailable'],
    ['too many requests', { status: 429, headers: { 'retry-after': '7' } }, 'provider_unavailable'],
    [
      'TOKEN-12 more than any token response',
      { status: 200, body: 'x'.repeat(600_000) },
      'provider_unavailable',
    ],
  ])('after %s at the token endpoint, nobody is signed in', async (_what, answer, code) => {
    const bff = await startBff()
    bff.github.interfere(GITHUB_TOKEN_PATH, () => answer)
    const browser = bff.browser()

    const landing = await login(browser, 'github')

    expect(landing.headers.location).toBe(`/?auth_error=${code}`)
    expect(bff.github.callsTo(GITHUB_TOKEN_PATH)).toHaveLength(1)
    expect(browser.jar.all()).toEqual([])
    expect((await browser.fetch('/bff/session')).status).toBe(204)
  })

  it('TOKEN-06 takes only bearer tokens, however that is spelled', async () => {
    const bff = await startBff()

    const outcomes: (string | undefined)[] = []
    for (const tokenType of ['bEaReR', 'mac', undefined]) {
      bff.github.interfere(GITHUB_TOKEN_PATH, withMembers({ token_type: tokenType }))
      outcomes.push((await login(bff.browser(), 'github')).headers.location)
    }

    expect(outcomes).toEqual(['/', '/?auth_error=login_failed', '/?auth_error=login_failed'])
  })

  it.each([
    ['unknown members', { surprise: { deep: true } }],
    ['no scope', { scope: undefined }],
    ['a life written as text', { expires_in: '3600' }],
    ['a life of no time at all', { expires_in: 0 }],
    ['a life longer than anybody’s', { expires_in: 1e15 }],
  ])('TOKEN-07 REFRESH-09 signs in and uses the token when the answer has %s', async (_what, members) => {
    const bff = await startBff()
    bff.github.interfere(GITHUB_TOKEN_PATH, withMembers(members))
    const browser = bff.browser()

    const landing = await login(browser, 'github')

    expect(landing.headers.location).toBe('/')
    expect((await browser.fetch('/api/github/user')).status).toBe(200)
    const session = await browser.fetch('/bff/session')
    expect(session.json()).toMatchObject({ connections: [{ scopes: ['read:user', 'user:email'] }] })
  })

  it('TOKEN-05 follows no redirect with the code', async () => {
    const bff = await startBff()
    const target = `${bff.api.origin}/stolen`
    bff.github.interfere(GITHUB_TOKEN_PATH, () => ({ status: 307, headers: { location: target } }))

    const landing = await login(bff.browser(), 'github')

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
    expect(bff.api.requests).toEqual([])
  })
})
