import { describe, expect, it } from 'vitest'
import { login } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

const POST = { method: 'POST' }

describe('revoking at logout, when the provider is away', () => {
  it('LOGOUT-03 is tried again later, and the answer never waited for it', { timeout: 30_000 }, async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const [token] = bff.github.ledger.tokens
    const path = bff.github.revocationPath('token')
    bff.github.failWith(path, 503, { 'retry-after': '1' })

    const answer = await browser.fetch('/bff/logout', POST)
    await expect.poll(() => bff.github.callsTo(path)).toHaveLength(1)
    bff.github.interfere(path)

    expect(answer.status).toBe(200)
    await expect.poll(() => bff.github.callsTo(path), { timeout: 20_000 }).toHaveLength(2)
    for (const call of bff.github.callsTo(path))
      expect(JSON.parse(call.body)).toEqual({ access_token: token })
  })

  it('shows a refresh token once, however often it tries', { timeout: 30_000 }, async () => {
    const bff = await startBff({ githubTokenLifetimeSeconds: 60 })
    const browser = bff.browser()
    await login(browser, 'github')
    bff.clock.advance({ seconds: 61 })
    const path = bff.github.revocationPath('token')
    bff.github.failWith(path, 503)

    await browser.fetch('/bff/logout', POST)
    await expect.poll(() => bff.github.callsTo(path)).toHaveLength(1)
    bff.github.interfere(path)

    await expect.poll(() => bff.github.callsTo(path), { timeout: 20_000 }).toHaveLength(2)
    const refreshed = bff.github.ledger.tokens[2]
    await expect.poll(() => bff.github.ledger.grantOf(refreshed)).toBeUndefined()
    expect(bff.github.ledger.reuses).toBe(0)
  })
})
