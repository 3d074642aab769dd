import { describe, expect, it } from 'vitest'
import { tokenExchange } from '../../src/config/factories.ts'
import type { Browser } from '../support/browser.ts'
import { connect, login } from '../support/journey.ts'
import { type MachineGrants, TOKEN_EXCHANGE, withMachineGrants } from '../support/machine-grants.ts'
import { oidcAt, type StandardProvider, startStandardProvider } from '../support/standard-provider.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

const AUDIENCE = 'https://ledger.example'
const LIFETIME_SECONDS = 600

describe('an upstream that gets what a person’s token is exchanged for', () => {
  it('ADV-07 exchanges it once, by the book, and never sends the person’s own', async () => {
    const { bff, corp, grants, browser } = await signedIn()
    const personsToken = personsTokenAt(corp)

    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.fetch('/api/ledger/x')))
    answers.push(await browser.fetch('/api/ledger/x'))

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(sentTokens(bff)).toEqual(['Bearer canary-machine-1'])
    expect(grants.requests(TOKEN_EXCHANGE).map((form) => Object.fromEntries(form))).toEqual([
      {
        grant_type: TOKEN_EXCHANGE,
        subject_token: personsToken,
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        audience: AUDIENCE,
        scope: 'ledger.read',
      },
    ])
    expect(bff.log.join('')).not.toContain('canary-machine')
  })

  it('ADV-07 gives no person what another one’s token was exchanged for', async () => {
    const { bff, corp, grants, browser } = await signedIn()
    await browser.fetch('/api/ledger/x')
    corp.person = { sub: 'grace-1906' }
    const other = bff.browser()
    await login(other, 'corp')

    await other.fetch('/api/ledger/x')

    expect(sentTokens(bff)).toEqual(['Bearer canary-machine-1', 'Bearer canary-machine-2'])
    expect(new Set(grants.requests(TOKEN_EXCHANGE).map((form) => form.get('subject_token'))).size).toBe(2)
  })

  it('ADV-07 gives each API a token for its own audience', async () => {
    const { bff, grants, browser } = await signedIn()

    await browser.fetch('/api/ledger/x')
    await browser.fetch('/api/archive/x')
    await browser.fetch('/api/ledger/x')

    expect(bff.api.requests.map(({ headers }) => headers.authorization?.join())).toEqual([
      'Bearer canary-machine-1',
      'Bearer canary-machine-2',
      'Bearer canary-machine-1',
    ])
    expect(grants.requests(TOKEN_EXCHANGE).map((form) => form.get('audience'))).toEqual([AUDIENCE, 'archive'])
  })

  it.each([
    ['the session', endSession],
    ['the connection', endConnection],
  ])(
    'ADV-07 forgets it with %s, also where the provider issues the same token to the next',
    async (_what, end) => {
      const corp = await startStandardProvider()
      // Or the token would be taken back, and never issued again.
      corp.metadata = { revocation_endpoint: undefined }
      const { bff, grants, browser } = await signedIn({}, corp)
      await browser.fetch('/api/ledger/x')
      grants.ofPeople = { access_token: personsTokenAt(corp) }

      await end(browser)
      await browser.fetch('/api/ledger/x')

      expect(sentTokens(bff)).toEqual(['Bearer canary-machine-1', 'Bearer canary-machine-2'])
      expect(new Set(grants.requests(TOKEN_EXCHANGE).map((form) => form.get('subject_token'))).size).toBe(1)
    },
  )

  it.each([
    ['no issued_token_type', { issued_token_type: undefined }],
    ['another type', { issued_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }],
    ['a type that is no text', { issued_token_type: ['urn:ietf:params:oauth:token-type:access_token'] }],
    ['a token that is no bearer token', { token_type: 'N_A' }],
    ['a token bound to a key', { token_type: 'DPoP' }],
    ['no token_type', { token_type: undefined }],
    ['no token', { access_token: undefined }],
  ])('ADV-07 refuses an answer with %s', async (_what, bend) => {
    const { bff, browser } = await signedIn({ bend })

    const answer = await browser.fetch('/api/ledger/x')

    expect([answer.status, answer.json()]).toMatchObject([503, { code: 'provider_unavailable' }])
    expect(bff.api.requests).toEqual([])
  })

  it('ADV-07 takes a JWT for what it was issued for', async () => {
    const { browser } = await signedIn({
      bend: { issued_token_type: 'urn:ietf:params:oauth:token-type:jwt' },
    })

    expect((await browser.fetch('/api/ledger/x')).status).toBe(200)
  })

  it('ADV-07 keeps it no longer than it lives', async () => {
    const { bff, browser } = await signedIn()
    await browser.fetch('/api/ledger/x')
    bff.clock.advance({ seconds: LIFETIME_SECONDS - 6 })
    await browser.fetch('/api/ledger/x')
    bff.clock.advance({ seconds: 2 })

    await browser.fetch('/api/ledger/x')

    expect(bff.api.requests.map(({ headers }) => headers.authorization?.join().slice(-1))).toEqual([
      '1',
      '1',
      '2',
    ])
  })

  it('renews the person’s token when the provider does not take it any more, and exchanges the new one', async () => {
    const { corp, grants, browser } = await signedIn()
    corp.ledger.endToken(personsTokenAt(corp) ?? '')

    const answer = await browser.fetch('/api/ledger/x')

    expect(answer.status).toBe(200)
    expect(grants.requests('refresh_token')).toHaveLength(1)
    expect(grants.requests(TOKEN_EXCHANGE)).toHaveLength(2)
  })

  it('asks for the connection to be made again when a renewed token is refused, too', async () => {
    const { bff, grants, browser } = await signedIn({ refuseWith: 'invalid_grant' })

    const answer = await browser.fetch('/api/ledger/x')

    expect([answer.status, answer.json()]).toMatchObject([401, { code: 'reauth_required', provider: 'corp' }])
    expect(grants.requests(TOKEN_EXCHANGE)).toHaveLength(2)
    expect(bff.api.requests).toEqual([])
  })

  it('exchanges anew after the upstream refused the token, and its answer stands when that is new', async () => {
    const { bff, grants, browser } = await signedIn()
    await browser.fetch('/api/ledger/x')
    bff.clock.advance({ seconds: 11 })
    bff.api.answer((req, res) => res.writeHead(req.headers.authorization?.endsWith('-1') ? 401 : 200).end())
    const renewed = await browser.fetch('/api/ledger/x')
    bff.api.answerWith(401)

    const refused = await browser.fetch('/api/ledger/x')

    expect([renewed.status, refused.status, grants.tokens.length]).toEqual([200, 401, 2])
  })

  it('is called for nobody after the sign-out', async () => {
    const { bff, browser } = await signedIn()
    await browser.fetch('/api/ledger/x')
    const cookies = browser.jar.header({ isCrossSite: false, isTopLevelGet: false })
    await browser.fetch('/bff/logout', { method: 'POST' })

    const answer = await browser.fetch('/api/ledger/x', { headers: { cookie: cookies } })

    expect([answer.status, bff.api.requests.length]).toEqual([401, 1])
  })
})

async function endSession(browser: Browser): Promise<void> {
  await browser.fetch('/bff/logout', { method: 'POST' })
  await login(browser, 'corp')
}

async function endConnection(browser: Browser): Promise<void> {
  await connect(browser, 'github')
  await browser.fetch('/bff/connections/corp', { method: 'DELETE' })
  await connect(browser, 'corp')
}

/** Somebody signed in at a provider that exchanges tokens, and two APIs that take what comes of it. */
async function signedIn(
  settings: Partial<Pick<MachineGrants, 'bend' | 'refuseWith'>> = {},
  provider?: StandardProvider,
): Promise<{ bff: TestBff; corp: StandardProvider; grants: MachineGrants; browser: Browser }> {
  const corp = provider ?? (await startStandardProvider())
  corp.tokenLifetimeSeconds = 2 * LIFETIME_SECONDS
  const bff = await startBff({
    providers: { corp: oidcAt(corp) },
    upstreams: (target) => ({
      ledger: {
        target,
        credential: tokenExchange('corp', { audience: AUDIENCE, scopes: ['ledger.read'] }),
      },
      archive: { target, credential: tokenExchange('corp', { audience: 'archive' }) },
    }),
  })
  const grants = Object.assign(withMachineGrants(corp), { lifetimeSeconds: LIFETIME_SECONDS, ...settings })
  const browser = bff.browser()
  await login(browser, 'corp')
  return { bff, corp, grants, browser }
}

function sentTokens({ api }: TestBff): (string | undefined)[] {
  return [...new Set(api.requests.map(({ headers }) => headers.authorization?.join()))]
}

function personsTokenAt({ ledger }: StandardProvider): string | undefined {
  return ledger.tokens.find((token) => token.startsWith('canary-access-'))
}
