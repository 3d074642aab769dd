import { describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { agreeAt, comeBack, connect, login } from '../support/journey.ts'
import { oidcAt, STANDARD_PATHS, startStandardProvider } from '../support/standard-provider.ts'
import { type BffOptions, startBff } from '../support/start-bff.ts'
import { withMembers } from '../support/test-provider.ts'

describe('login at any OpenID provider', () => {
  it('signs in by what is discovered at the issuer, with what the userinfo adds to the ID token', async () => {
    const { corp, bff } = await startBoth()
    const browser = bff.browser()

    const landing = await login(browser, 'corp', '?returnTo=/home')

    expect([landing.status, landing.headers.location]).toEqual([303, '/home'])
    expect((await browser.fetch('/bff/session')).json()).toMatchObject({
      user: { id: 'corp:ada-1815', name: 'Ada Lovelace', email: 'ada@verified.example' },
      connections: [
        {
          provider: 'corp',
          accountId: 'ada-1815',
          label: 'ada@verified.example',
          scopes: ['openid', 'profile', 'email'],
          status: 'active',
        },
      ],
    })
    expect(corp.callsTo(STANDARD_PATHS.userinfo)).toHaveLength(1)
  })

  it('leaves the userinfo alone where no scope was granted that promises more', async () => {
    const { corp, bff } = await startBoth({ scopes: ['openid'] })
    const browser = bff.browser()

    await login(browser, 'corp')

    expect(await userOf(browser)).toEqual({ id: 'corp:ada-1815' })
    expect(corp.callsTo(STANDARD_PATHS.userinfo)).toEqual([])
  })

  it('is content with an ID token where there is no userinfo', async () => {
    const { corp, bff } = await startBoth()
    corp.metadata = { userinfo_endpoint: undefined }
    const browser = bff.browser()

    await login(browser, 'corp')

    expect(await userOf(browser)).toEqual({ id: 'corp:ada-1815' })
  })

  it.each([
    [{}, undefined],
    [{ trustEmail: true }, 'ada@verified.example'],
  ])('takes, with %j, an email that is not called verified as %s', async (settings, email) => {
    const { corp, bff } = await startBoth(settings)
    corp.person = { ...corp.person, email_verified: undefined }
    const browser = bff.browser()

    await login(browser, 'corp')

    expect((await userOf(browser)).email).toBe(email)
    expect(await labelOf(browser)).toBe(email ?? 'ada')
  })

  it.each([['ada-1815invalid'], [undefined], [1815]])(
    'IDT-15 ends the login when the userinfo is of subject %s',
    async (sub) => {
      const { corp, bff } = await startBoth()
      corp.interfere(STANDARD_PATHS.userinfo, withMembers({ sub, name: 'Somebody Else' }))
      const browser = bff.browser()

      const landing = await login(browser, 'corp')

      expect(landing.headers.location).toBe('/?auth_error=login_failed')
      expect((await browser.fetch('/bff/session')).status).toBe(204)
      await expect.poll(() => corp.ledger.tokens.some((token) => corp.ledger.grantOf(token))).toBe(false)
    },
  )

  it('CFG-04 asks what it has discovered, whatever the browser says', async () => {
    const { corp, bff } = await startBoth()
    const query = new URLSearchParams({
      token_endpoint: `${bff.api.origin}/token`,
      jwks_uri: `${bff.api.origin}/keys`,
      iss: bff.api.origin,
      client_id: 'another',
      redirect_uri: bff.api.origin,
    })
    const browser = bff.browser()

    const departure = await browser.navigate(`/bff/login/corp?${query}`)
    await comeBack(browser, await agreeAt(departure.location()))

    expect(departure.location().origin).toBe(corp.origin)
    expect(departure.location().searchParams.get('client_id')).toBe(corp.clientId)
    expect(departure.location().searchParams.get('redirect_uri')).toBe(`${bff.publicUrl}/bff/callback/corp`)
    expect(corp.callsTo(STANDARD_PATHS.token)).toHaveLength(1)
    expect(bff.api.requests).toEqual([])
  })

  it('sends parameters of its configuration, of which a login may replace what is its own', async () => {
    const { bff } = await startBoth({ authorizationParameters: { audience: 'https://api', prompt: 'login' } })

    const plain = (await bff.browser().navigate('/bff/login/corp')).location().searchParams
    const asked = (await bff.browser().navigate('/bff/login/corp?prompt=consent')).location().searchParams

    expect([plain.get('audience'), plain.get('prompt')]).toEqual(['https://api', 'login'])
    expect([asked.get('audience'), asked.get('prompt')]).toEqual(['https://api', 'consent'])
  })

  it('CB-08 refuses a response without iss when told to, though the metadata does not promise one', async () => {
    const { corp, bff } = await startBoth({ requireIss: true })
    const browser = bff.browser()

    const refused = await login(browser, 'corp')

    expect(refused.status).toBe(400)
    expect(corp.callsTo(STANDARD_PATHS.token)).toEqual([])
  })

  it('asks once for consent when offline_access brought no refresh token', async () => {
    const { corp, bff } = await startBoth({ scopes: ['openid', 'offline_access'] })
    corp.interfere(STANDARD_PATHS.token, withMembers({ refresh_token: undefined }))
    const browser = bff.browser()

    const again = await login(browser, 'corp')
    corp.interfere(STANDARD_PATHS.token)
    const landing = await comeBack(browser, await agreeAt(again.location()))

    expect(again.location().searchParams.get('prompt')).toBe('consent')
    expect(landing.headers.location).toBe('/')
  })

  it('keeps the accounts of two providers apart, also when both give them one subject', async () => {
    const other = await startStandardProvider()
    const { bff } = await startBoth({}, { other: oidcAt(other) })
    const browser = bff.browser()

    await login(browser, 'corp')
    await connect(browser, 'other')

    const { connections } = (await browser.fetch('/bff/session')).json() as { connections: object[] }
    expect(connections).toMatchObject([
      { provider: 'corp', accountId: 'ada-1815' },
      { provider: 'other', accountId: 'ada-1815' },
    ])
  })
})

/** A provider, and a BFF that knows it as `corp`. */
async function startBoth(settings: Parameters<typeof oidcAt>[1] = {}, others: BffOptions['providers'] = {}) {
  const corp = await startStandardProvider()
  const bff = await startBff({ providers: { corp: oidcAt(corp, settings), ...others } })
  return { corp, bff }
}

async function userOf(browser: Browser): Promise<Record<string, unknown>> {
  const { user } = (await browser.fetch('/bff/session')).json() as { user: Record<string, unknown> }
  return user
}

async function labelOf(browser: Browser): Promise<string | undefined> {
  const session = (await browser.fetch('/bff/session')).json() as { connections: { label?: string }[] }
  return session.connections[0]?.label
}
