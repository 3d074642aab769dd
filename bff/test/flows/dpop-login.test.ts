import { describe, expect, it } from 'vitest'
import { BoundApi } from '../support/bound-api.ts'
import { type CorpBff, loginAtCorp, startCorp } from '../support/start-corp.ts'
import { STRICT_PATHS } from '../support/strict-provider.ts'
import { jsonAnswer, withMembers } from '../support/test-provider.ts'

const LIFETIME_SECONDS = 300

describe('tokens that are bound to a key', () => {
  it('ADV-02 come for a code that is bound to the same key', async () => {
    const bff = await startBound()

    expect((await loginAtCorp(bff.browser())).headers.location).toBe('/')

    const [push] = bff.corp.callsTo(STRICT_PATHS.push)
    const [accessToken = ''] = bff.corp.ledger.tokens
    expect(push?.form.get('dpop_jkt')).toBe(bff.corp.keyOf(accessToken))
    expect(bff.corp.keyOf(accessToken)).toMatch(/^[\w-]{43}$/)
  })

  it('ADV-02 come for a code that went through the browser, too', async () => {
    const bff = await startBound({ pushes: 'unknown' })

    expect((await loginAtCorp(bff.browser())).headers.location).toBe('/')

    const jkt = bff.corp.callsTo(STRICT_PATHS.authorize)[0]?.query.get('dpop_jkt')
    expect(jkt).toBe(bff.corp.keyOf(bff.corp.ledger.tokens[0] ?? ''))
  })

  it('ADV-02 ADV-04 show a key of its own for each session, and each proof once', async () => {
    const bff = await startBound()

    await loginAtCorp(bff.browser())
    await loginAtCorp(bff.browser())

    const { tokens } = bff.corp.ledger
    const keys = tokens.map((token) => bff.corp.keyOf(token)).filter((key) => key !== undefined)
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(2)
    const ids = bff.corp.judge.proofs.map(({ jti }) => jti)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it.each(['same', 'changing'] as const)(
    'ADV-03 come after nonces that were asked for: %s',
    async (nonces) => {
      const bff = await startBound()
      bff.corp.judge.nonces = nonces

      expect((await loginAtCorp(bff.browser())).headers.location).toBe('/')

      // The push is challenged; the nonce its second answer brings serves the code.
      expect(bff.corp.callsTo(STRICT_PATHS.push)).toHaveLength(2)
      expect(bff.corp.callsTo(STRICT_PATHS.token)).toHaveLength(1)
      expect((await loginAtCorp(bff.browser())).headers.location).toBe('/')
      expect(bff.corp.callsTo(STRICT_PATHS.push)).toHaveLength(3)
    },
  )

  it('ADV-03 do not come where one nonce after the other is asked for', async () => {
    const bff = await startBound({ pushes: 'unknown' })
    const browser = bff.browser()
    bff.corp.judge.nonces = 'never content'

    const landing = await loginAtCorp(browser)

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
    expect(bff.corp.callsTo(STRICT_PATHS.token)).toHaveLength(2)
    expect((await browser.fetch('/bff/session')).status).toBe(204)
  })

  it('ADV-03 do not make a code go out twice for a challenge that brings no nonce', async () => {
    const bff = await startBound({ pushes: 'unknown' })
    bff.corp.interfere(STRICT_PATHS.token, () => jsonAnswer(400, { error: 'use_dpop_nonce' }))

    const landing = await loginAtCorp(bff.browser())

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
    expect(bff.corp.callsTo(STRICT_PATHS.token)).toHaveLength(1)
  })

  it.each([
    ['Bearer', { bindsTokens: true }, { dpop: true }],
    ['DPoP', { bindsTokens: false }, {}],
  ])(
    'ADV-04 TOKEN-06 are refused as %s where the other kind was asked for',
    async (type, habits, settings) => {
      const bff = await startCorp({ habits, settings })
      const browser = bff.browser()
      bff.corp.interfere(STRICT_PATHS.token, withMembers({ token_type: type }))

      expect((await loginAtCorp(browser)).headers.location).toBe('/?auth_error=login_failed')
      expect((await browser.fetch('/bff/session')).status).toBe(204)
    },
  )

  it('ADV-04 stay bound to their key when they are renewed', async () => {
    const bff = await startBound()
    const { judge } = new BoundApi(bff)
    const browser = bff.browser()
    await loginAtCorp(browser)
    bff.corp.judge.nonces = 'changing'

    for (let round = 0; round < 3; round++) {
      bff.clock.advance({ seconds: LIFETIME_SECONDS })
      expect((await browser.fetch('/api/corp/tasks')).status).toBe(200)
    }

    const { tokens } = bff.corp.ledger
    const keys = new Set(tokens.map((token) => bff.corp.keyOf(token)).filter((key) => key !== undefined))
    expect(keys.size).toBe(1)
    expect(judge.proofs).toHaveLength(3)
  })

  it('ADV-04 are not taken for renewed ones when they come back as bearer tokens', async () => {
    const bff = await startBound()
    new BoundApi(bff)
    const browser = bff.browser()
    await loginAtCorp(browser)
    bff.corp.interfere(STRICT_PATHS.token, withMembers({ token_type: 'Bearer' }))
    bff.clock.advance({ seconds: LIFETIME_SECONDS })

    expect((await browser.fetch('/api/corp/tasks')).status).toBe(503)
    expect(bff.api.requests).toEqual([])
  })

  it('ADV-02 are not asked of a provider that takes no proofs of ours', async () => {
    const bff = await startBound()
    bff.corp.interfere(STRICT_PATHS.metadata, withMembers({ dpop_signing_alg_values_supported: ['RS256'] }))

    const answer = await bff.browser().navigate('/bff/login/corp')

    expect([answer.status, bff.corp.callsTo(STRICT_PATHS.push)]).toEqual([503, []])
  })
})

/** One whose tokens are bound, as it is told. */
function startBound(habits: { pushes?: 'offered' | 'unknown' } = {}): Promise<CorpBff> {
  return startCorp({ habits: { ...habits, bindsTokens: true }, settings: { dpop: true } })
}
