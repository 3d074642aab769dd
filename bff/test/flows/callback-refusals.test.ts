import { describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { agreeAt, comeBack, login, reachCallback } from '../support/journey.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

describe('what is not the answer to a login of this browser', () => {
  it.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])(
    'CB-01 refuses %s and leaves the login to be finished',
    async (method) => {
      const bff = await startBff()
      const browser = bff.browser()
      const callbackUrl = await reachCallback(browser, 'github')

      const refused = await browser.navigate(callbackUrl, { site: 'cross-site', method })

      expect([refused.status, refused.headers.allow]).toEqual([405, 'GET'])
      expect(tokenCalls(bff)).toEqual([])
      expect((await comeBack(browser, callbackUrl)).status).toBe(303)
    },
  )

  it.each(['code', 'state', 'iss', 'error'])('CB-02 refuses %s given twice', async (name) => {
    const bff = await startBff()
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github')
    const value = callbackUrl.searchParams.get(name) ?? 'access_denied'
    callbackUrl.search += `&${name}=${value}&${name}=${value}`

    await expectRefused(bff, browser, callbackUrl)
  })

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['unknown', 'A'.repeat(43)],
    ['oversized', 'A'.repeat(6000)],
    ['a name that objects have', '__proto__'],
  ])('CB-03 refuses a state that is %s', async (_what, state) => {
    const bff = await startBff()
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github')
    if (state === undefined) callbackUrl.searchParams.delete('state')
    else callbackUrl.searchParams.set('state', state)

    await expectRefused(bff, browser, callbackUrl)
  })

  it('CB-03 LOGIN-07 refuses an answer after ten minutes, with the cookie or without', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github')
    const [cookie] = browser.jar.all()
    bff.clock.advance({ minutes: 10 })

    await expectRefused(bff, browser, callbackUrl)
    browser.jar.plant(cookie?.name ?? '', cookie?.value ?? '')
    await expectRefused(bff, browser, callbackUrl)
  })

  it('CB-03 refuses the state of one pending login under the cookie of another', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github')
    const otherCallbackUrl = await reachCallback(browser, 'github')
    const [first, second] = browser.jar.all()
    browser.jar.plant(first?.name ?? '', second?.value ?? '')

    await expectRefused(bff, browser, callbackUrl)
    expect((await comeBack(browser, otherCallbackUrl)).status).toBe(303)
  })

  it('CB-04 refuses an answer that another browser asked for', async () => {
    const bff = await startBff()
    const [attacker, victim] = [bff.browser(), bff.browser()]
    const callbackUrl = await reachCallback(attacker, 'github')
    await victim.navigate('/bff/login/github')

    await expectRefused(bff, victim, callbackUrl)
  })

  it.each([
    ['has a slash more', (iss: string) => `${iss}/`],
    ['is spelled differently', (iss: string) => iss.toUpperCase()],
    ['is of another provider', (_iss: string, bff: TestBff) => bff.google.origin],
    ['is empty', () => ''],
  ])('CB-07 refuses an iss that %s', async (_what, change) => {
    const bff = await startBff()
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github')
    callbackUrl.searchParams.set('iss', change(callbackUrl.searchParams.get('iss') ?? '', bff))

    await expectRefused(bff, browser, callbackUrl)
  })

  it.each(['github', 'google'] as const)(
    'CB-08 refuses an answer of %s without iss, errors too',
    async (provider) => {
      const bff = await startBff()
      const browser = bff.browser()
      const success = await reachCallback(browser, provider)
      const failure = await reachCallback(browser, provider)
      for (const url of [success, failure]) url.searchParams.delete('iss')
      failure.searchParams.delete('code')
      failure.searchParams.set('error', 'access_denied')

      await expectRefused(bff, browser, success)
      await expectRefused(bff, browser, failure)
    },
  )

  it('CB-09 takes an answer without iss where the configuration says it is not sent, and still compares one', async () => {
    const bff = await startBff({ github: { requireIss: false } })
    const browser = bff.browser()
    const [without, wrong] = [await reachCallback(browser, 'github'), await reachCallback(browser, 'github')]
    without.searchParams.delete('iss')
    wrong.searchParams.set('iss', bff.google.origin)

    await expectRefused(bff, browser, wrong)
    expect((await comeBack(browser, without)).headers.location).toBe('/')
  })

  it('CB-10 refuses the answer of one provider on the address of another', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github')
    const swapped = new URL(callbackUrl)
    swapped.pathname = '/bff/callback/google'
    swapped.searchParams.set('iss', bff.google.origin)

    await expectRefused(bff, browser, swapped)
    expect((await comeBack(browser, callbackUrl)).status).toBe(303)
  })

  it.each(['access_token', 'id_token', 'token', 'response'])(
    'CB-11 refuses a stray %s and logs nothing of it',
    async (name) => {
      const bff = await startBff()
      const browser = bff.browser()
      const callbackUrl = await reachCallback(browser, 'github')
      callbackUrl.searchParams.set(name, 'canary-stray')

      await expectRefused(bff, browser, callbackUrl)
      expect(bff.log.join()).not.toContain('canary-stray')
    },
  )

  it('CB-13 refuses a code without end', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github')
    callbackUrl.searchParams.set('code', 'a'.repeat(10_000))

    await expectRefused(bff, browser, callbackUrl)
  })

  it('refuses an answer when the login started at a provider that does not exist', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github')
    callbackUrl.pathname = '/bff/callback/gitlab'

    expect((await comeBack(browser, callbackUrl)).status).toBe(404)
    expect(tokenCalls(bff)).toEqual([])
  })

  it('CB-05 keeps the session and sends nothing when a used callback is opened again', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github')
    await comeBack(browser, callbackUrl)

    for (const site of ['cross-site', 'none'] as const) {
      const again = await browser.navigate(callbackUrl, { site })
      expect(again.status).toBe(400)
      expect(again.text).toContain('Back to the app')
    }

    expect(tokenCalls(bff)).toHaveLength(1)
    expect((await browser.fetch('/bff/session')).status).toBe(200)
  })

  it('keeps a session that stands when a foreign answer arrives', async () => {
    const bff = await startBff()
    const [attacker, victim] = [bff.browser(), bff.browser()]
    await login(victim, 'github')
    const before = victim.jar.get('coatcheck')
    const callbackUrl = await reachCallback(attacker, 'google')

    const answer = await comeBack(victim, callbackUrl)

    expect(answer.status).toBe(400)
    expect(victim.jar.get('coatcheck')).toEqual(before)
    expect(bff.google.callsTo(GOOGLE_PATHS.token)).toEqual([])
  })

  it('LOGIN-08 finishes two logins that were begun in two tabs, in either order', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    const first = await browser.navigate('/bff/login/github?returnTo=/first')
    const second = await browser.navigate('/bff/login/google?returnTo=/second')
    const [fromGithub, fromGoogle] = [await agreeAt(first.location()), await agreeAt(second.location())]

    const landings = [await comeBack(browser, fromGoogle), await comeBack(browser, fromGithub)]

    expect(landings.map(({ headers }) => headers.location)).toEqual(['/second', '/first'])
    const session = await browser.fetch('/bff/session')
    expect(session.json()).toMatchObject({ user: { id: 'github:1815' } })
  })
})

async function expectRefused(bff: TestBff, browser: Browser, callbackUrl: URL): Promise<void> {
  const answer = await comeBack(browser, callbackUrl)

  expect(answer.status).toBe(400)
  expect(answer.headers.location).toBeUndefined()
  expect(tokenCalls(bff)).toEqual([])
  expect((await browser.fetch('/bff/session')).status).toBe(204)
}

function tokenCalls({ github, google }: TestBff): unknown[] {
  return [...github.callsTo(GITHUB_TOKEN_PATH), ...google.callsTo(GOOGLE_PATHS.token)]
}
