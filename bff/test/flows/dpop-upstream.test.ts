import { describe, expect, it } from 'vitest'
import { BoundApi } from '../support/bound-api.ts'
import type { Browser } from '../support/browser.ts'
import { leaks } from '../support/secret-sweep.ts'
import { type CorpBff, loginAtCorp, startCorp } from '../support/start-corp.ts'
import { STRICT_PATHS } from '../support/strict-provider.ts'

describe('a call with a token that is bound to a key', () => {
  it('ADV-02 proves what it is: method, address without query, token', async () => {
    const { browser, api } = await signedIn()

    const answer = await browser.fetch('/api/corp/tasks/%C3%A4?page=2', { method: 'POST', body: { a: 1 } })

    expect([answer.status, answer.text]).toEqual([200, 'POST 7'])
    expect(api.refusals).toEqual([])
    expect(api.judge.proofs).toMatchObject([{ htm: 'POST', ath: expect.stringMatching(/^[\w-]{43}$/) }])
    expect(api.judge.proofs[0]?.htu).toMatch(/\/v1\/tasks\/%C3%A4$/)
  })

  it('ADV-02 proves each call anew', async () => {
    const { browser, api } = await signedIn()

    const answers = await Promise.all(Array.from({ length: 10 }, () => browser.fetch('/api/corp/tasks')))

    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    expect(new Set(api.judge.proofs.map(({ jti }) => jti)).size).toBe(10)
  })

  it('ADV-04 never goes out as a bearer token, whatever the API answers', async () => {
    const { browser, bff } = await signedIn()
    const challenges = [
      'Bearer error="invalid_token"',
      'DPoP error="invalid_token"',
      'DPoP error="use_dpop_nonce"',
    ]
    for (const challenge of challenges) {
      bff.api.answerWith(401, { 'www-authenticate': challenge })
      expect((await browser.fetch('/api/corp/tasks')).status).toBe(401)
    }

    const sent = bff.api.requests.flatMap(({ headers }) => headers.authorization ?? ['none'])
    expect(sent.filter((value) => !value.startsWith('DPoP '))).toEqual([])
  })

  it.each(['DPoP', 'dPoP', 'dpop'])('ADV-03 answers a challenge for a nonce once: %s', async (scheme) => {
    const { browser, bff, api } = await signedIn()
    api.scheme = scheme
    api.judge.nonces = 'same'

    const first = await browser.fetch('/api/corp/tasks', { method: 'POST', body: 'text' })
    const second = await browser.fetch('/api/corp/tasks')

    expect([first.text, second.text]).toEqual(['POST 4', 'GET 0'])
    expect(api.refusals).toEqual(['nonce'])
    expect(bff.api.requests).toHaveLength(3)
    expect(bff.corp.callsTo(STRICT_PATHS.token)).toHaveLength(1)
  })

  it('ADV-03 uses the newest nonce when every answer brings another', async () => {
    const { browser, api } = await signedIn()
    api.judge.nonces = 'changing'

    for (let round = 0; round < 5; round++) {
      expect((await browser.fetch('/api/corp/tasks')).status).toBe(200)
    }

    expect(api.refusals).toEqual(['nonce'])
  })

  it('ADV-03 stops at the second challenge, and asks for no other token', async () => {
    const { browser, bff, api } = await signedIn()
    api.judge.nonces = 'never content'
    const before = bff.corp.calls.length

    const answer = await browser.fetch('/api/corp/tasks')

    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Session'])
    expect(answer.headers['dpop-nonce']).toBeUndefined()
    expect(bff.api.requests).toHaveLength(2)
    expect(bff.corp.calls).toHaveLength(before)
  })

  it('ADV-03 says so when the body has gone by, and passes when it is made again', async () => {
    const { browser, bff, api } = await signedIn()
    api.judge.nonces = 'same'
    const upload = { method: 'POST', body: 'x'.repeat(100_000) }

    const refused = await browser.fetch('/api/corp/tasks', upload)
    const again = await browser.fetch('/api/corp/tasks', upload)

    expect(refused.status).toBe(502)
    expect(refused.json()).toMatchObject({ code: 'upstream_unreachable' })
    expect([again.status, again.text]).toEqual([200, 'POST 100000'])
    expect(bff.api.requests).toHaveLength(2)
  })

  it('ADV-03 PROXY-15 renews a token that is refused, under the newest nonce, and proves the new one', async () => {
    const { browser, bff, api } = await signedIn()
    api.judge.nonces = 'changing'
    bff.corp.ledger.endToken(bff.corp.ledger.tokens[0] ?? '')

    const answer = await browser.fetch('/api/corp/tasks')

    expect(answer.status).toBe(200)
    expect(api.refusals).toEqual(['nonce', 'the token'])
  })

  it('PROXY-15 lets a refusal stand that a new token does not mend', async () => {
    const { browser, bff } = await signedIn()
    bff.api.answerWith(401, { 'www-authenticate': 'DPoP error="invalid_token"' })

    const answer = await browser.fetch('/api/corp/tasks')

    expect([answer.status, bff.api.requests.length]).toEqual([401, 2])
  })

  it('ADV-02 takes no proof from the browser, and tells it of none', async () => {
    const { browser, bff, api } = await signedIn({ forwardRequestHeaders: ['X-Extra', 'DPoP'] })
    api.judge.nonces = 'same'

    await browser.fetch('/api/corp/tasks', { headers: { dpop: 'mine', 'x-extra': 'yes' } })

    expect(api.refusals).toEqual(['nonce'])
    const seen = browser.seen.map(({ text, headers }) => text + JSON.stringify(headers)).join()
    const proofs = bff.api.requests.flatMap(({ headers }) => headers.dpop ?? [])
    expect(proofs).toHaveLength(2)
    expect(leaks([...proofs, api.judge.nonce], seen + bff.log.join())).toEqual([])
  })
})

interface SignedInWorld {
  bff: CorpBff
  browser: Browser
  api: BoundApi
}

async function signedIn(upstream: { forwardRequestHeaders?: string[] } = {}): Promise<SignedInWorld> {
  const bff = await startCorp({
    habits: { bindsTokens: true },
    settings: { dpop: true },
    upstreams: (target) => ({
      corp: { target: `${target}/v1`, credential: { type: 'userToken', provider: 'corp' }, ...upstream },
    }),
  })
  const api = new BoundApi(bff)
  const browser = bff.browser()
  await loginAtCorp(browser)
  return { bff, browser, api }
}
