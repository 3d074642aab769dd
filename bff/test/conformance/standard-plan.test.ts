import { describe, expect, it } from 'vitest'
import { login } from '../support/journey.ts'
import { oidcAt, STANDARD_PATHS, startStandardProvider } from '../support/standard-provider.ts'
import { startBff } from '../support/start-bff.ts'
import { withMembers } from '../support/test-provider.ts'

describe('the basic plan at a provider without habits', () => {
  it('oidcc-client-test-client-secret-basic: sends the secret there, signs in', async () => {
    const corp = await startStandardProvider()
    const { browser } = await startBff({ providers: { corp: oidcAt(corp) } })

    expect((await login(browser(), 'corp')).headers.location).toBe('/')

    const [exchange] = corp.callsTo(STANDARD_PATHS.token)
    expect(exchange?.headers.authorization).toMatch(/^Basic /)
    expect(exchange?.form.has('client_secret')).toBe(false)
  })

  it('oidcc-client-test-scope-userinfo-claims: asks for what the scopes promise, and shows it', async () => {
    const corp = await startStandardProvider()
    const browser = (await startBff({ providers: { corp: oidcAt(corp) } })).browser()

    await login(browser, 'corp')

    const user = { id: 'corp:ada-1815', name: 'Ada Lovelace', email: 'ada@verified.example' }
    expect((await browser.fetch('/bff/session')).json()).toMatchObject({ user })
    expect(corp.callsTo(STANDARD_PATHS.userinfo)).toHaveLength(1)
  })

  it('oidcc-client-test-userinfo-invalid-sub: stops; nobody is signed in', async () => {
    const corp = await startStandardProvider()
    corp.interfere(STANDARD_PATHS.userinfo, withMembers({ sub: `${corp.person.sub}invalid` }))
    const browser = (await startBff({ providers: { corp: oidcAt(corp) } })).browser()

    const landing = await login(browser, 'corp')

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
    expect((await browser.fetch('/bff/session')).status).toBe(204)
  })
})
