import { describe, expect, it } from 'vitest'
import { clientCredentials, tokenExchange } from '../../src/config/factories.ts'
import { BoundApi } from '../support/bound-api.ts'
import type { Browser } from '../support/browser.ts'
import { type CorpBff, loginAtCorp, startCorp } from '../support/start-corp.ts'
import { STRICT_PATHS } from '../support/strict-provider.ts'
import { withMembers } from '../support/test-provider.ts'

describe('a token that is not the person’s own, where tokens are bound to keys', () => {
  it('ADV-04 SVC-06 is this server’s with a key of its own, whoever calls', async () => {
    const { bff, api, browser, personsToken } = await signedIn()
    const other = bff.browser()
    await loginAtCorp(other)

    const answers = [await browser.fetch('/api/jobs/x'), await other.fetch('/api/jobs/x')]

    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(api.refusals).toEqual([])
    const [token, again] = sentTokens(bff)
    expect(again).toBe(token)
    expect(bff.corp.keyOf(token ?? '')).toMatch(/^[\w-]{43}$/)
    expect(bff.corp.keyOf(token ?? '')).not.toBe(bff.corp.keyOf(personsToken))
  })

  it('ADV-04 ADV-07 is exchanged with the key that the person’s token is bound to', async () => {
    const { bff, api, browser, personsToken } = await signedIn()

    const answers = [await browser.fetch('/api/ledger/x'), await browser.fetch('/api/ledger/y')]

    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(api.refusals).toEqual([])
    const [token, again] = sentTokens(bff)
    expect(again).toBe(token)
    expect(token).not.toBe(personsToken)
    expect(bff.corp.keyOf(token ?? '')).toBe(bff.corp.keyOf(personsToken))
  })

  it.each([
    ['jobs', ['https://jobs.example'], []],
    ['ledger', ['https://ledger.example'], ['ledger']],
  ])('ADV-06 ADV-07 names the one API it is for: /api/%s', async (upstream, resources, audiences) => {
    const { bff, browser } = await signedIn()

    await browser.fetch(`/api/${upstream}/x`)

    const form = bff.corp.callsTo(STRICT_PATHS.token).at(-1)?.form
    expect([form?.getAll('resource'), form?.getAll('audience')]).toEqual([resources, audiences])
    // A sign-in asks nobody's leave for them: they are not got with its refresh token.
    expect(bff.corp.callsTo(STRICT_PATHS.push).map((call) => call.form.has('resource'))).toEqual([false])
  })

  it('ADV-03 answers a challenge of the token endpoint, and of the API', async () => {
    const { bff, api, browser } = await signedIn()
    bff.corp.judge.nonces = 'changing'
    api.judge.nonces = 'changing'

    const answers = [await browser.fetch('/api/jobs/x'), await browser.fetch('/api/ledger/x')]

    expect(answers.map(({ status }) => status)).toEqual([200, 200])
  })

  it.each(['jobs', 'ledger'])(
    'ADV-04 is refused when it comes as a bearer token: /api/%s',
    async (upstream) => {
      const { bff, browser } = await signedIn()
      bff.corp.interfere(STRICT_PATHS.token, withMembers({ token_type: 'Bearer' }))

      const answer = await browser.fetch(`/api/${upstream}/x`)

      expect([answer.status, answer.json()]).toMatchObject([503, { code: 'provider_unavailable' }])
      expect(bff.api.requests).toEqual([])
    },
  )
})

interface SignedIn {
  bff: CorpBff
  api: BoundApi
  browser: Browser
  personsToken: string
}

async function signedIn(): Promise<SignedIn> {
  const bff = await startCorp({
    habits: { bindsTokens: true },
    settings: { dpop: true },
    upstreams: (target) => ({
      jobs: { target, credential: clientCredentials('corp', { resource: 'https://jobs.example' }) },
      ledger: {
        target,
        credential: tokenExchange('corp', { audience: 'ledger', resource: 'https://ledger.example' }),
      },
    }),
  })
  const api = new BoundApi(bff)
  const browser = bff.browser()
  await loginAtCorp(browser)
  const personsToken = bff.corp.ledger.tokens.find((token) => bff.corp.keyOf(token) !== undefined) ?? ''
  return { bff, api, browser, personsToken }
}

/** With a proof, or they would not be good. */
function sentTokens({ api }: CorpBff): string[] {
  return api.requests.map(({ headers }) => headers.authorization?.join().replace('DPoP ', '') ?? '')
}
