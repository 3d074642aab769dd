import { describe, expect, it } from 'vitest'
import type { BrowserResponse } from '../support/browser.ts'
import { comeBack, login, reachCallback } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

const NONCE = 'p0pUp_nonce-123'

describe('a login in a popup', () => {
  it('ends in a page that says so on the channel of its nonce, and closes', async () => {
    const { browser: open } = await startBff()
    const browser = open()

    const page = await login(browser, 'github', `?popup=${NONCE}&returnTo=/ignored`)

    expect([page.status, page.headers.location]).toEqual([200, undefined])
    expect(scriptOf(page)).toBe(
      `new BroadcastChannel("coatcheck-popup-${NONCE}").postMessage({"ok":true});close()`,
    )
    expect((await browser.fetch('/bff/session')).status).toBe(200)
  })

  it('says why it failed, by its code alone', async () => {
    const { browser: open } = await startBff()
    const browser = open()
    const callbackUrl = await reachCallback(browser, 'github', `?popup=${NONCE}`)
    callbackUrl.searchParams.delete('code')
    callbackUrl.searchParams.set('error', 'access_denied')

    const page = await comeBack(browser, callbackUrl)

    expect(scriptOf(page)).toContain('postMessage({"error":"access_denied"})')
    expect((await browser.fetch('/bff/session')).status).toBe(204)
  })

  it('HDR-02 runs its own script only, under a nonce that is never the same', async () => {
    const { browser } = await startBff()

    const pages = [
      await login(browser(), 'github', `?popup=${NONCE}`),
      await login(browser(), 'github', `?popup=${NONCE}`),
    ]

    const nonces = pages.map((page) => /<script nonce="([^"]+)">/.exec(page.text)?.[1])
    expect(new Set(nonces).size).toBe(2)
    pages.forEach((page, index) => {
      expect(page.headers['content-security-policy']).toBe(
        `default-src 'none'; script-src 'nonce-${nonces[index]}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      )
      expect(page.headers['cache-control']).toBe('no-store')
    })
  })
})

function scriptOf({ text }: BrowserResponse): string | undefined {
  return /<script[^>]*>(.*)<\/script>/.exec(text)?.[1]
}
