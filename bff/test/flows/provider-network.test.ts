import { describe, expect, it } from 'vitest'
import { comeBack, login, reachCallback } from '../support/journey.ts'
import { oidcAt, STANDARD_PATHS, startStandardProvider } from '../support/standard-provider.ts'
import { startBff } from '../support/start-bff.ts'

const PRIVATE = 'https://169.254.169.254/token'

describe('the network of a provider', () => {
  it('CFG-05 is not the private one: no code goes to a token endpoint there', async () => {
    const corp = await startStandardProvider()
    corp.metadata = { token_endpoint: PRIVATE }
    const bff = await startBff({ providers: { corp: oidcAt(corp) } })

    const landing = await login(bff.browser(), 'corp')

    expect(landing.headers.location).toBe('/?auth_error=provider_unavailable')
    expect(bff.log.join('\n')).toContain('set allowPrivateNetwork: true')
  })

  it('CFG-05 is not the private one: nothing is discovered there', async () => {
    const corp = await startStandardProvider()
    const bff = await startBff({ providers: { corp: oidcAt(corp, { issuer: 'https://10.1.2.3' }) } })

    const refused = await bff.browser().navigate('/bff/login/corp')

    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5'])
    expect(bff.log.join('\n')).toContain('set allowPrivateNetwork: true')
    expect(refused.text).not.toContain('allowPrivateNetwork')
  })

  it.each([
    'authorization_endpoint',
    'token_endpoint',
    'jwks_uri',
    'userinfo_endpoint',
    'revocation_endpoint',
    'end_session_endpoint',
    'pushed_authorization_request_endpoint',
  ])('CFG-03 is encrypted: nobody is sent to one whose %s is plain http', async (name) => {
    const corp = await startStandardProvider()
    corp.metadata = { [name]: 'http://login.corp.example/' }
    const { browser } = await startBff({ providers: { corp: oidcAt(corp) } })

    const refused = await browser().navigate('/bff/login/corp')

    expect([refused.status, refused.headers.location]).toEqual([503, undefined])
  })

  it('CFG-03 is encrypted at the aliases, too', async () => {
    const corp = await startStandardProvider()
    corp.metadata = { mtls_endpoint_aliases: { token_endpoint: 'http://login.corp.example/' } }
    const { browser } = await startBff({ providers: { corp: oidcAt(corp) } })

    expect((await browser().navigate('/bff/login/corp')).status).toBe(503)
  })

  it('TOKEN-12 holds up only as many calls as it may, and no other provider', async () => {
    const corp = await startStandardProvider()
    const bff = await startBff({
      providers: { corp: oidcAt(corp, { maxConcurrentCalls: 1 }) },
      providerTimeLimits: { tokenMs: 20_000, otherMs: 300 },
    })
    const [first, second] = [bff.browser(), bff.browser()]
    const [callback, waiting] = [await reachCallback(first, 'corp'), await reachCallback(second, 'corp')]
    const held = corp.hold(STANDARD_PATHS.token)

    const pending = comeBack(first, callback)
    await held.arrived
    const givenUp = await comeBack(second, waiting)
    const elsewhere = await login(bff.browser(), 'github')
    held.release()

    expect(givenUp.headers.location).toBe('/?auth_error=provider_unavailable')
    expect(elsewhere.headers.location).toBe('/')
    expect((await pending).headers.location).toBe('/')
    expect(corp.callsTo(STANDARD_PATHS.token)).toHaveLength(1)
  })
})
