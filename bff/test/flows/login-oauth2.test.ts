import { describe, expect, it } from 'vitest'
import { oauth2 } from '../../src/config/factories.ts'
import type { Oauth2Input } from '../../src/config/provider-input.ts'
import { comeBack, login, reachCallback } from '../support/journey.ts'
import { STANDARD_PATHS, type StandardProvider, startStandardProvider } from '../support/standard-provider.ts'
import { startBff } from '../support/start-bff.ts'
import { jsonAnswer } from '../support/test-provider.ts'

/** As some servers tell it: nested, under names of their own, the id a number. */
const ANSWER = {
  data: {
    id: 1815,
    handle: 'ada',
    mail: 'ada@verified.example',
    mail_ok: true,
    face: 'https://faces.example/1',
  },
}
const NAMES = {
  sub: 'data.id',
  label: 'data.handle',
  email: 'data.mail',
  emailVerified: 'data.mail_ok',
  picture: 'data.face',
}

describe('login at any OAuth 2.0 server', () => {
  it('signs in with the identity read under the names that were configured', async () => {
    const { shop, browser } = await startBoth()

    const landing = await login(browser, 'shop', '?returnTo=/cart')

    expect([landing.status, landing.headers.location]).toEqual([303, '/cart'])
    expect((await browser.fetch('/bff/session')).json()).toMatchObject({
      user: { id: 'shop:1815', email: 'ada@verified.example', picture: 'https://faces.example/1' },
      connections: [
        { provider: 'shop', accountId: '1815', label: 'ada', scopes: ['cart'], status: 'active' },
      ],
    })
    const [call] = shop.callsTo(STANDARD_PATHS.userinfo)
    expect(call?.headers).toMatchObject({
      authorization: `Bearer ${shop.ledger.tokens[0]}`,
      accept: 'application/json',
      'user-agent': 'coatcheck',
    })
    expect(shop.callsTo(STANDARD_PATHS.metadata)).toEqual([])
  })

  it.each([
    ['is not called verified', { mail_ok: false }, {}, undefined],
    ['is called verified by a word', { mail_ok: 'true' }, {}, undefined],
    ['is trusted anyway', { mail_ok: false }, { trustEmail: true }, 'ada@verified.example'],
  ])('shows an email that %s as it was told to', async (_what, told, settings, email) => {
    const { shop, browser } = await startBoth(settings)
    answerWith(shop, { data: { ...ANSWER.data, ...told } })

    await login(browser, 'shop')

    const { user } = (await browser.fetch('/bff/session')).json() as { user: { email?: string } }
    expect(user.email).toBe(email)
  })

  it.each([
    ['no id', { data: {} }],
    ['an empty id', { data: { id: '' } }],
    ['a list for an id', { data: { id: ['1815'] } }],
    ['a fraction for an id', { data: { id: 1.5 } }],
    ['an id that is not exact', { data: { id: 2 ** 53 } }],
    ['an id of 256 characters', { data: { id: 'x'.repeat(256) } }],
    ['nothing', null],
    ['a list', []],
  ])('IDT-14 ends the login when the answer has %s', async (_what, answer) => {
    const { shop, browser } = await startBoth()
    answerWith(shop, answer)

    const landing = await login(browser, 'shop')

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
    expect((await browser.fetch('/bff/session')).status).toBe(204)
    await expect.poll(() => shop.ledger.tokens.some((token) => shop.ledger.grantOf(token))).toBe(false)
  })

  it('reads no name that every object has', async () => {
    const { browser } = await startBoth({ userinfo: { ...NAMES, url: '', sub: 'constructor.name' } })

    const landing = await login(browser, 'shop')

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
  })

  it.each([
    ['CB-07 names another issuer', { issuer: 'https://shop.example' }, 'https://shop.example.evil', 400],
    ['CB-08 names none when it must', { issuer: 'https://shop.example', requireIss: true }, undefined, 400],
    [
      'names the one it has',
      { issuer: 'https://shop.example', requireIss: true },
      'https://shop.example',
      303,
    ],
    ['names none, which nobody asked for', {}, undefined, 303],
  ])('judges a response that %s', async (_what, settings, iss, status) => {
    const { shop, browser } = await startBoth(settings)

    const callbackUrl = await reachCallback(browser, 'shop')
    if (iss !== undefined) callbackUrl.searchParams.set('iss', iss)
    const landing = await comeBack(browser, callbackUrl)

    expect(landing.status).toBe(status)
    expect(shop.callsTo(STANDARD_PATHS.token)).toHaveLength(status === 303 ? 1 : 0)
  })

  it('LOGOUT-03 takes its tokens back where it has an endpoint for that', async () => {
    const { shop, browser } = await startBoth()
    await login(browser, 'shop')

    await browser.fetch('/bff/logout', { method: 'POST' })

    await expect.poll(() => shop.ledger.tokens.some((token) => shop.ledger.grantOf(token))).toBe(false)
  })

  it('passes prompt and login_hint on, besides what is configured', async () => {
    const { browser } = await startBoth({ authorizationParameters: { owner: 'user' } })

    const departure = await browser.navigate('/bff/login/shop?prompt=login&login_hint=ada')

    const { searchParams } = departure.location()
    expect(['owner', 'prompt', 'login_hint'].map((name) => searchParams.get(name))).toEqual([
      'user',
      'login',
      'ada',
    ])
  })
})

async function startBoth(settings: Partial<Oauth2Input> = {}) {
  const shop = await startStandardProvider()
  answerWith(shop, ANSWER)
  const at = (path: string) => shop.origin + path
  const { browser } = await startBff({
    providers: {
      shop: oauth2({
        clientId: shop.clientId,
        clientSecret: shop.clientSecret,
        scopes: ['cart'],
        authorizationEndpoint: at(STANDARD_PATHS.authorize),
        tokenEndpoint: at(STANDARD_PATHS.token),
        revocationEndpoint: at(STANDARD_PATHS.revoke),
        ...settings,
        userinfo: { ...NAMES, ...settings.userinfo, url: at(STANDARD_PATHS.userinfo) },
      }),
    },
  })
  return { shop, browser: browser() }
}

/** Answers with this to every token that is good. */
function answerWith(shop: StandardProvider, answer: unknown): void {
  shop.interfere(STANDARD_PATHS.userinfo, (honest) =>
    honest.status === 200 ? jsonAnswer(200, answer) : honest,
  )
}
