import { describe, expect, it } from 'vitest'
import { userToken } from '../../src/config/factories.ts'
import { login } from '../support/journey.ts'
import { oidcAt, readBasic, STANDARD_PATHS, startStandardProvider } from '../support/standard-provider.ts'
import { startBff } from '../support/start-bff.ts'
import type { ProviderCall } from '../support/test-provider.ts'

const DELETE = { method: 'DELETE' }
const POST = { method: 'POST' }

describe('a client that proves itself with a secret', () => {
  it.each([
    ['nothing', undefined, 'header'],
    ['header and body', ['client_secret_post', 'client_secret_basic'], 'header'],
    ['the body only', ['private_key_jwt', 'client_secret_post'], 'body'],
    ['neither', ['private_key_jwt'], 'header'],
  ])('TOKEN-01 sends it in one place when the provider lists %s', async (_what, listed, place) => {
    const { corp, browser } = await startBoth()
    corp.metadata = { token_endpoint_auth_methods_supported: listed }
    corp.proof = () => true

    await login(browser, 'corp')

    expect(corp.callsTo(STANDARD_PATHS.token).map(placesOf)).toEqual([[place]])
  })

  it.each([
    ['client_secret_basic', ['client_secret_post'], 'header'],
    ['client_secret_post', ['client_secret_basic'], 'body'],
  ] as const)('TOKEN-01 sends it by %s when told to, whatever is listed', async (method, listed, place) => {
    const corp = await startStandardProvider()
    corp.metadata = { token_endpoint_auth_methods_supported: listed }
    corp.proof = () => true
    const clientAuth = { method, secret: corp.clientSecret }
    const { browser } = await startBff({ providers: { corp: oidcAt(corp, { clientAuth }) } })

    await login(browser(), 'corp')

    expect(corp.callsTo(STANDARD_PATHS.token).map(placesOf)).toEqual([[place]])
  })

  it('TOKEN-02 form-encodes id and secret on their way through HTTP Basic', async () => {
    const { corp, browser } = await startBoth()

    await login(browser, 'corp')

    const [call] = corp.callsTo(STANDARD_PATHS.token)
    expect(corp.clientSecret).toMatch(/[:+%& ü]{6}$/)
    expect(call && readBasic(call)).toEqual([corp.clientId, corp.clientSecret])
  })

  it('REFRESH-01 refreshes with it', async () => {
    const { corp, browser, clock } = await startBoth()
    await login(browser, 'corp')
    clock.advance({ seconds: corp.tokenLifetimeSeconds })

    const answer = await browser.fetch('/api/corp/things')

    expect(answer.status).toBe(200)
    const [, refresh, ...more] = corp.callsTo(STANDARD_PATHS.token)
    expect(refresh?.form.get('grant_type')).toBe('refresh_token')
    expect(refresh && placesOf(refresh)).toEqual(['header'])
    expect(more).toEqual([])
  })
})

describe('revocation at an endpoint', () => {
  it.each([
    ['a logout', '/bff/logout', POST],
    ['a disconnect', '/bff/connections/corp', DELETE],
  ])(
    'LOGOUT-03 takes both tokens back after %s, the refresh token first, with a hint',
    async (_what, path, call) => {
      const { corp, browser } = await startBoth()
      await login(browser, 'corp')

      await browser.fetch(path, call)

      await expect.poll(() => corp.callsTo(STANDARD_PATHS.revoke)).toHaveLength(2)
      const calls = corp.callsTo(STANDARD_PATHS.revoke)
      const [accessToken, refreshToken] = corp.ledger.tokens
      expect(calls.map(({ form }) => Object.fromEntries(form))).toEqual([
        { token: refreshToken, token_type_hint: 'refresh_token' },
        { token: accessToken, token_type_hint: 'access_token' },
      ])
      expect(calls.map(placesOf)).toEqual([['header'], ['header']])
    },
  )

  it.each(['unsupported_token_type', 'invalid_token'])(
    'LOGOUT-04 is done with a token when the answer is %s',
    async (error) => {
      const { corp, browser, log } = await startBoth()
      await login(browser, 'corp')
      const body = JSON.stringify({ error })
      const headers = { 'content-type': 'application/json' }
      corp.interfere(STANDARD_PATHS.revoke, () => ({ status: 400, headers, body }))

      await browser.fetch('/bff/logout', POST)

      await expect.poll(() => corp.callsTo(STANDARD_PATHS.revoke)).toHaveLength(2)
      expect(log.join('\n')).not.toContain('revoking tokens')
    },
  )

  it('says in the log when it is refused for good', async () => {
    const { corp, browser, log } = await startBoth()
    await login(browser, 'corp')
    corp.proof = () => false

    await browser.fetch('/bff/logout', POST)

    await expect.poll(() => log.join('\n')).toContain('The provider refused to take a token back.')
  })

  it('LOGOUT-07 leaves tokens to expire where there is no endpoint', async () => {
    const { corp, browser } = await startBoth()
    corp.metadata = { revocation_endpoint: undefined }
    await login(browser, 'corp')

    const answer = await browser.fetch('/bff/logout', POST)

    expect(answer.status).toBe(200)
    expect(corp.callsTo(STANDARD_PATHS.revoke)).toEqual([])
  })
})

async function startBoth() {
  const corp = await startStandardProvider()
  const { browser, clock, log } = await startBff({
    providers: { corp: oidcAt(corp) },
    upstreams: (target) => ({ corp: { target, credential: userToken('corp') } }),
  })
  return { corp, browser: browser(), clock, log }
}

/** Where a call holds a client secret. */
function placesOf({ headers, form }: ProviderCall): string[] {
  return [...(headers.authorization ? ['header'] : []), ...(form.has('client_secret') ? ['body'] : [])]
}
