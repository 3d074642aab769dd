import { describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { connect, login } from '../support/journey.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

const DELETE = { method: 'DELETE' }

describe('disconnecting an account', () => {
  it('takes the whole grant back at GitHub, keeps the session and answers with what is left', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    await connect(browser, 'google')
    const [token] = bff.github.ledger.tokens

    const answer = await browser.fetch('/bff/connections/github', DELETE)

    expect(answer.status).toBe(200)
    expect(answer.json()).toMatchObject({
      user: { id: 'github:1815' },
      connections: [{ provider: 'google' }],
    })
    expect((await browser.fetch('/bff/session')).json()).toEqual(answer.json())
    await expect.poll(() => bff.github.ledger.grantOf(token)).toBeUndefined()
    expect(bff.github.callsTo(bff.github.revocationPath('grant'))).toHaveLength(1)
    const call = await browser.fetch('/api/github/user')
    expect([call.status, call.json()]).toMatchObject([403, { code: 'not_connected', provider: 'github' }])
  })

  it('takes the grant back at Google', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'google')

    await browser.fetch('/bff/connections/google', DELETE)

    await expect.poll(() => bff.google.callsTo(GOOGLE_PATHS.revoke)).toHaveLength(1)
    const [call] = bff.google.callsTo(GOOGLE_PATHS.revoke)
    expect(call?.form.get('token')).toMatch(/^canary-refresh-/)
    await expect.poll(() => bff.google.ledger.grantOf(call?.form.get('token'))).toBeUndefined()
  })

  it('refreshes an expired token first, which GitHub would not take a grant back for', async () => {
    const bff = await startBff({ githubTokenLifetimeSeconds: 60 })
    const browser = bff.browser()
    await login(browser, 'github')
    bff.clock.advance({ seconds: 61 })

    await browser.fetch('/bff/connections/github', DELETE)

    await expect.poll(() => bff.github.callsTo(bff.github.revocationPath('grant'))).toHaveLength(1)
    const [call] = bff.github.callsTo(bff.github.revocationPath('grant'))
    expect(JSON.parse(call?.body ?? '{}')).toEqual({ access_token: bff.github.ledger.tokens[2] })
  })

  it.each([
    ['does not answer', 503],
    ['no longer knows the token', 404],
    ['refuses', 401],
  ])('forgets the tokens also when the provider %s', async (_what, status) => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    bff.github.failWith(bff.github.revocationPath('grant'), status)

    const answer = await browser.fetch('/bff/connections/github', DELETE)

    expect([answer.status, answer.json()]).toMatchObject([200, { connections: [] }])
    expect((await browser.fetch('/api/github/user')).status).toBe(403)
  })

  it('forgets tokens that can be renewed no more', async () => {
    const bff = await startBff({ githubTokenLifetimeSeconds: 60 })
    const browser = bff.browser()
    await login(browser, 'github')
    bff.clock.advance({ seconds: 61 })
    bff.github.ledger.endToken(bff.github.ledger.tokens[1] ?? '')

    const answer = await browser.fetch('/bff/connections/github', DELETE)

    expect([answer.status, answer.json()]).toMatchObject([200, { connections: [] }])
    await expect.poll(() => bff.github.callsTo(GITHUB_TOKEN_PATH)).toHaveLength(2)
  })

  it('waits for no provider', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const held = bff.github.hold(bff.github.revocationPath('grant'))

    const answer = await browser.fetch('/bff/connections/github', DELETE)
    await held.arrived
    held.release()

    expect([answer.status, answer.json()]).toMatchObject([200, { connections: [] }])
  })

  it('has the grant taken back once the provider answers again', { timeout: 30_000 }, async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const [token] = bff.github.ledger.tokens
    const path = bff.github.revocationPath('grant')
    bff.github.failWith(path, 503)

    await browser.fetch('/bff/connections/github', DELETE)
    await expect.poll(() => bff.log.join()).toContain('revoking a grant failed, and is tried again')
    bff.github.interfere(path)

    await expect.poll(() => bff.github.ledger.grantOf(token), { timeout: 20_000 }).toBeUndefined()
  })

  it('waits for no refresh under way, and has what it yields taken back', async () => {
    const bff = await startBff({ githubTokenLifetimeSeconds: 60 })
    const browser = bff.browser()
    await login(browser, 'github')
    const refresh = await beginRefresh(bff, browser)

    const answer = await browser.fetch('/bff/connections/github', DELETE)
    await refresh.end()

    expect([answer.status, answer.json()]).toMatchObject([200, { connections: [] }])
    await expect.poll(() => bff.github.callsTo(bff.github.revocationPath('grant'))).toHaveLength(1)
    const [revocation] = bff.github.callsTo(bff.github.revocationPath('grant'))
    expect(JSON.parse(revocation?.body ?? '{}')).toEqual({ access_token: bff.github.ledger.tokens[2] })
    expect(bff.github.ledger.reuses).toBe(0)
  })

  it('leaves the tokens of a connection that was made again meanwhile', async () => {
    const bff = await startBff({ githubTokenLifetimeSeconds: 60 })
    const browser = bff.browser()
    await login(browser, 'google')
    await connect(browser, 'github')
    const refresh = await beginRefresh(bff, browser)
    await browser.fetch('/bff/connections/github', DELETE)
    bff.github.interfere(GITHUB_TOKEN_PATH)
    await connect(browser, 'github')

    await refresh.end()

    expect((await browser.fetch('/api/github/user')).status).toBe(200)
    // Until then the removal, which looks every now and then, may still be about to come.
    await bff.stop()
    expect(bff.github.callsTo(bff.github.revocationPath('grant'))).toEqual([])
  })

  it('is done as well when there was nothing connected', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')

    const answer = await browser.fetch('/bff/connections/google', DELETE)

    expect([answer.status, answer.json()]).toMatchObject([200, { connections: [{ provider: 'github' }] }])
  })

  it('loses no change when another account is disconnected meanwhile', async () => {
    const bff = await startBff({ githubTokenLifetimeSeconds: 60 })
    const browser = bff.browser()
    await login(browser, 'github')
    await connect(browser, 'google')
    const refresh = await beginRefresh(bff, browser)
    const slow = browser.fetch('/bff/connections/github', DELETE)
    const fast = await browser.fetch('/bff/connections/google', DELETE)

    await refresh.end()

    expect([fast.status, (await slow).status]).toEqual([200, 200])
    expect((await browser.fetch('/bff/session')).json()).toMatchObject({ connections: [] })
  })
})

/** A call on an expired token whose refresh the provider does not answer before it is let go. */
async function beginRefresh(bff: TestBff, browser: Browser): Promise<{ end(): Promise<void> }> {
  bff.clock.advance({ seconds: 61 })
  const held = bff.github.hold(GITHUB_TOKEN_PATH)
  const call = browser.fetch('/api/github/user')
  await held.arrived
  return {
    async end() {
      held.release()
      await call
    },
  }
}
