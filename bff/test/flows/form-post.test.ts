import { describe, expect, it } from 'vitest'
import type { OidcInput } from '../../src/config/provider-input.ts'
import type { Browser, BrowserResponse } from '../support/browser.ts'
import { continueTarget } from '../support/journey.ts'
import { type CorpBff, startCorp } from '../support/start-corp.ts'
import { STRICT_PATHS } from '../support/strict-provider.ts'

const COOKIE = /^__Host-Http-coatcheck-login-/

describe('an answer that comes by a form', () => {
  it.each(['form_post', 'form_post.jwt'] as const)('CB-16 ends in the app: %s', async (responseMode) => {
    const bff = await startPosted(responseMode)
    const browser = bff.browser()

    const landing = await postBack(browser, await formOf(browser, '/bff/login/corp?returnTo=/board'))

    expect([landing.status, landing.headers.location]).toEqual([303, '/board'])
    expect((await browser.fetch('/bff/session')).status).toBe(200)
    expect(browser.jar.all().filter(({ name }) => COOKIE.test(name))).toEqual([])
  })

  it('CB-16 comes with a cookie that is meant for it, and does not count on a young Lax one', async () => {
    const bff = await startPosted('form_post')
    const browser = bff.browser()

    await browser.navigate('/bff/login/corp')

    const [cookie] = browser.jar.all().filter(({ name }) => COOKIE.test(name))
    expect(cookie).toMatchObject({ sameSite: 'none', secure: true, httpOnly: true, path: '/' })
    bff.clock.advance({ minutes: 5 })
    expect((await postBack(browser, await formOf(browser, '/bff/login/corp'))).status).toBe(303)
  })

  it('CB-16 connects an account to the session that it was started from', async () => {
    const bff = await startPosted('form_post')
    const browser = bff.browser()
    await postBack(browser, await formOf(browser, '/bff/login/corp'))

    const page = await postBack(browser, await formOf(browser, '/bff/connect/corp?returnTo=/board'))
    const landing = await browser.navigate(continueTarget(page))

    expect(landing.headers.location).toBe('/board')
  })

  it.each([undefined, 'query', 'query.jwt'] as const)(
    'CB-16 CB-01 is refused when not asked for: %s',
    async (responseMode) => {
      const bff = await startPosted(responseMode)
      const browser = bff.browser()
      await browser.navigate('/bff/login/corp')

      const answer = await browser.navigate('/bff/callback/corp', {
        site: 'cross-site',
        form: 'code=x&state=y',
      })

      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET'])
      expect(bff.corp.callsTo(STRICT_PATHS.token)).toEqual([])
    },
  )

  it.each([
    [
      'has the state of another browser',
      (form: string) => form.replace(/state=[^&]+/, `state=${'A'.repeat(43)}`),
    ],
    ['has a parameter twice', (form: string) => `${form}&code=x`],
    ['has no end', (form: string) => `${form}&x=${'y'.repeat(20_000)}`],
    ['is empty', () => ''],
  ])('CB-16 CB-02 CB-13 is refused when it %s', async (_what, change) => {
    const bff = await startPosted('form_post')
    const browser = bff.browser()
    const form = await formOf(browser, '/bff/login/corp')

    const answer = await postBack(browser, change(form))

    expect(answer.status).toBe(400)
    expect(bff.corp.callsTo(STRICT_PATHS.token)).toEqual([])
  })
})

function startPosted(responseMode: OidcInput['responseMode']): Promise<CorpBff> {
  return startCorp({ scheme: 'https', settings: { responseMode } })
}

/** Leaves for the provider, agrees there, and takes the form its page would post. */
async function formOf(browser: Browser, path: string): Promise<string> {
  const departure = await browser.navigate(path)
  return (await fetch(departure.location(), { redirect: 'manual' })).text()
}

function postBack(browser: Browser, form: string): Promise<BrowserResponse> {
  return browser.navigate('/bff/callback/corp', { site: 'cross-site', form })
}
