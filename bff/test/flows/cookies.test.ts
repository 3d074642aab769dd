import { describe, expect, it } from 'vitest'
import { comeBack, login, reachCallback } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

describe('cookies', () => {
  it.each([
    ['https', '__Host-Http-coatcheck', '__Host-coatcheck-hint', 'Secure; '],
    ['http', 'coatcheck', 'coatcheck-hint', ''],
  ] as const)(
    'SESS-01 SESS-02 SESS-03 over %s have exactly these names and attributes',
    async (scheme, session, hint, secure) => {
      const bff = await startBff({ scheme })
      const browser = bff.browser()
      const id = String.raw`[\w-]{12}`

      const departure = await browser.navigate('/bff/login/github')
      const [pending] = browser.jar.all()
      const landing = await login(browser, 'github')

      expect(departure.setCookies).toEqual([
        expect.stringMatching(
          `^${session}-login-${id}=[a-z0-9]+\\.[\\w-]{43}; Max-Age=600; Path=/; HttpOnly; ${secure}SameSite=Lax$`,
        ),
      ])
      expect(landing.setCookies).toEqual([
        expect.stringMatching(
          `^${session}-login-${id}=; Max-Age=0; Path=/; HttpOnly; ${secure}SameSite=Lax$`,
        ),
        expect.stringMatching(
          `^${hint}=${bff.clock.now() + 12 * 3600_000}; Path=/; ${secure}SameSite=Strict$`,
        ),
        expect.stringMatching(
          `^${session}=s%3A[\\w-]{43}\\.[\\w%]+; Path=/; HttpOnly; ${secure}SameSite=Strict$`,
        ),
      ])
      expect(browser.jar.rejected).toEqual([])
      expect(browser.jar.all().map(({ name }) => name)).toEqual([pending?.name, hint, session])
    },
  )

  it('over https are expired at logout with what browsers ask of their prefixes', async () => {
    const bff = await startBff({ scheme: 'https' })
    const browser = bff.browser()
    await login(browser, 'github')

    const answer = await browser.fetch('/bff/logout', { method: 'POST' })

    expect(answer.setCookies).toEqual([
      '__Host-Http-coatcheck=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict',
      '__Host-coatcheck-hint=; Max-Age=0; Path=/; Secure; SameSite=Strict',
    ])
    expect(browser.jar.all()).toEqual([])
  })

  it('SESS-02 SESS-05 the session’s is Strict, so the landing after a login comes without it and the first fetch with it', async () => {
    const bff = await startBff({ scheme: 'https' })
    const browser = bff.browser()
    await login(browser, 'github')

    const sent = [
      { isCrossSite: true, isTopLevelGet: true },
      { isCrossSite: false, isTopLevelGet: false },
    ].map((request) => browser.jar.header(request) ?? '')

    expect(sent[0]).not.toContain('__Host-Http-coatcheck=')
    expect(sent[1]).toContain('__Host-Http-coatcheck=')
    expect((await browser.fetch('/bff/session')).status).toBe(200)
  })

  it('SESS-04 the login’s is Lax: were it Strict, the answer of the provider would find nothing', async () => {
    const bff = await startBff()
    const [lax, strict] = [bff.browser(), bff.browser()]
    const laxCallback = await reachCallback(lax, 'github')
    const strictCallback = await reachCallback(strict, 'github')
    const [pending] = strict.jar.all()
    strict.jar.plant(pending?.name ?? '', pending?.value ?? '', 'strict')

    expect((await comeBack(lax, laxCallback)).status).toBe(303)
    expect((await comeBack(strict, strictCallback)).status).toBe(400)
  })

  it('the session’s is Lax where the configuration says so', async () => {
    const bff = await startBff({ session: { cookie: { sameSite: 'lax' } } })
    const browser = bff.browser()

    await login(browser, 'github')

    expect(browser.jar.get('coatcheck')?.sameSite).toBe('lax')
  })

  it('SESS-18 are not sent again by later answers, and stay small', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    for (let tab = 0; tab < 20; tab++) await browser.navigate('/bff/login/google')
    await login(browser, 'github')

    const answers = [await browser.fetch('/bff/session'), await browser.fetch('/api/github/user')]

    expect(answers.map(({ setCookies }) => setCookies)).toEqual([[], []])
    const header = browser.jar.header({ isCrossSite: false, isTopLevelGet: true }) ?? ''
    expect(header.length).toBeLessThan(1200)
  })

  it('the hint unlocks nothing, and is corrected when it is wrong', async () => {
    const bff = await startBff()
    const [browser, stranger] = [bff.browser(), bff.browser()]
    await login(browser, 'github')
    const hint = browser.jar.get('coatcheck-hint')?.value
    browser.jar.plant('coatcheck-hint', '1')
    stranger.jar.plant('coatcheck-hint', hint ?? '')

    const own = await browser.fetch('/bff/session')
    const foreign = await stranger.fetch('/bff/session')

    expect(own.setCookies).toEqual([`coatcheck-hint=${hint}; Path=/; SameSite=Strict`])
    expect([foreign.status, foreign.setCookies]).toEqual([
      204,
      ['coatcheck-hint=; Max-Age=0; Path=/; SameSite=Strict'],
    ])
  })

  it('keep their attributes whatever the request claims about itself', async () => {
    const bff = await startBff({ scheme: 'https' })
    const browser = bff.browser()
    const headers = {
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'evil.example',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    }

    const departure = await browser.fetch('/bff/login/github', { headers })

    expect(departure.setCookies[0]).toContain('; Secure')
    expect(departure.setCookies[0]).not.toContain('Domain')
  })
})
