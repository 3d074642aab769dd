import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorldClock } from '../../world-clock.ts'
import type { GithubEmulator } from '../github-emulator.ts'
import { startGithub } from '../start-github.ts'
import { createWebBrowser } from '../testing/web-browser.ts'

const HOSTILE_NAME = `<img src=x onerror=alert(1)> & "quotes" 'n such`

let github: GithubEmulator
beforeAll(async () => {
  github = await startGithub({
    clock: createWorldClock(),
    clients: [
      {
        clientId: 'hostile',
        clientSecret: 'secret',
        name: HOSTILE_NAME,
        redirectUris: ['https://app.example.test:8443/callback'],
      },
    ],
  })
})
afterAll(() => github.close())

async function pages() {
  const browser = createWebBrowser(github.webUrl)
  const query = new URLSearchParams({
    client_id: 'hostile',
    scope: 'repo',
    state: '"><script>alert(1)</script>',
  })
  const choice = await browser.get(`/login/oauth/authorize?${query}`)
  const chosen = await browser.submit(choice, { account: 'ada' })
  return { choice, consent: await browser.get(String(chosen.location)) }
}

describe('the pages', () => {
  it('say that they are an emulator', async () => {
    for (const page of Object.values(await pages())) expect(page.text).toContain('Local emulator, not GitHub')
  })

  it('escape what comes from the request or the registration', async () => {
    for (const page of Object.values(await pages())) {
      expect(page.text).not.toMatch(/<img src=x|<script/)
      expect(page.text).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;quotes&quot; &#39;n such')
    }
  })

  it('run no script, are never framed or cached, and post only home and to the client', async () => {
    const { choice, consent } = await pages()

    // The choice too: an account that has given its consent before leads straight back.
    for (const page of [choice, consent]) {
      expect(page.headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' https://app.example.test:8443; frame-ancestors 'none'; base-uri 'none'",
      )
    }
    expect(consent.headers.get('x-frame-options')).toBe('DENY')
    expect(consent.headers.get('cache-control')).toBe('no-store')
  })

  it('find their style sheet and pictures, and nothing else', async () => {
    const statuses = await Promise.all(
      ['/assets/emulator.css', '/avatars/u/1815', '/avatars/u/999', '/settings'].map(
        async (path) => (await fetch(github.webUrl + path)).status,
      ),
    )

    expect(statuses).toEqual([200, 200, 404, 404])
  })
})
