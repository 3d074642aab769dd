import { describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { bitFlips, showEach, truncations } from '../support/cookie-tampering.ts'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { comeBack, reachCallback } from '../support/journey.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

describe('a login cookie that is not exactly as it was handed out', () => {
  it('CB-04 lets no callback through when one bit of it has changed, and uses nothing up', async () => {
    const { bff, browser, callbackUrl, name, value } = await pendingLogin()
    const changed = bitFlips(value).map((flipped) => `${name}=${flipped}`)

    const shown = await showEach(bff, callbackUrl.pathname + callbackUrl.search, changed)

    expect(changed.length).toBeGreaterThan(300)
    expect([...shown.keys()]).toEqual([400])
    await expectUntouched(bff, browser, callbackUrl)
  })

  it('CB-04 lets no callback through when it is cut, goes on, came twice, or belongs to another login', async () => {
    const { bff, browser, callbackUrl, name, value } = await pendingLogin()
    await reachCallback(browser, 'github')
    const [another] = loginCookies(browser).filter((cookie) => cookie.name !== name)
    const real = `${name}=${value}`
    const cookies = [
      ...[...truncations(value), `${value}A`, `${value}=`, `${value}.`].map((cut) => `${name}=${cut}`),
      ...[`${real}; ${real}`, `${real}; ${name}=`, `${name}=x; ${real}`, `${real}\r\nCookie: ${real}`],
      ...[`${name}=${another?.value}`, `${another?.name}=${value}`, `${another?.name}=${another?.value}`],
      ...[
        `${name}=%${value}`,
        `${name}="${value}"`,
        `${name}=${encodeURIComponent(value).replace('.', '%2E')}`,
      ],
    ]

    const shown = await showEach(bff, callbackUrl.pathname + callbackUrl.search, cookies)

    expect([...shown.keys()]).toEqual([400])
    await expectUntouched(bff, browser, callbackUrl)
  })
})

async function pendingLogin() {
  const bff = await startBff()
  const browser = bff.browser()
  const callbackUrl = await reachCallback(browser, 'github')
  const [cookie] = loginCookies(browser)
  return { bff, browser, callbackUrl, name: cookie?.name ?? '', value: cookie?.value ?? '' }
}

function loginCookies(browser: Browser) {
  return browser.jar.all().filter(({ name }) => name.startsWith('coatcheck-login-'))
}

/** No code went anywhere, and the login can still be finished by the browser that began it. */
async function expectUntouched(bff: TestBff, browser: Browser, callbackUrl: URL): Promise<void> {
  expect(bff.github.callsTo(GITHUB_TOKEN_PATH)).toEqual([])
  expect((await comeBack(browser, callbackUrl)).status).toBe(303)
  expect((await browser.fetch('/bff/session')).status).toBe(200)
}
