import { describe, expect, it } from 'vitest'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { connect, login } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

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
    expect(bff.github.callsTo(bff.github.revocationPath('grant'))).toHaveLength(1)
    expect(bff.github.ledger.grantOf(token)).toBeUndefined()
    const call = await browser.fetch('/api/github/user')
    expect([call.status, call.json()]).toMatchObject([403, { code: 'not_connected', provider: 'github' }])
  })

  it('takes the grant back at Google', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'google')

    await browser.fetch('/bff/connections/google', DELETE)

    const [call, ...more] = bff.google.callsTo(GOOGLE_PATHS.revoke)
    expect(more).toEqual([])
    expect(call?.form.get('token')).toMatch(/^canary-refresh-/)
    expect(bff.google.ledger.grantOf(call?.form.get('token'))).toBeUndefined()
  })

  it('refreshes an expired token first, which GitHub would not take a grant back for', async () => {
    const bff = await startBff({ githubTokenLifetimeSeconds: 60 })
    const browser = bff.browser()
    await login(browser, 'github')
    bff.clock.advance({ seconds: 61 })

    await browser.fetch('/bff/connections/github', DELETE)

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
    expect(bff.github.callsTo(GITHUB_TOKEN_PATH)).toHaveLength(2)
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
    bff.clock.advance({ seconds: 61 })
    const held = bff.github.hold(GITHUB_TOKEN_PATH)
    const call = browser.fetch('/api/github/user')
    await held.arrived
    // Waits for the refresh under way: tokens that are about to be replaced cannot be revoked.
    const slow = browser.fetch('/bff/connections/github', DELETE)
    const fast = await browser.fetch('/bff/connections/google', DELETE)

    held.release()
    await call

    expect([fast.status, (await slow).status]).toEqual([200, 200])
    expect((await browser.fetch('/bff/session')).json()).toMatchObject({ connections: [] })
  })
})
