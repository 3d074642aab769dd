import { describe, expect, it } from 'vitest'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { login } from '../support/journey.ts'
import { logoutForm, logoutToken, tellLogout } from '../support/logout-token.ts'
import { misbehave } from '../support/misbehaving-provider.ts'
import { aProviderKey, changeKeys, publishKeys } from '../support/misbehaving-provider-keys.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

const SIGNED_IN = '/'
const REFUSED = '/?auth_error=login_failed'
const UNAVAILABLE = '/?auth_error=provider_unavailable'

describe('the keys a provider signs with', () => {
  it('IDT-06 may change between two logins that follow each other at once', async () => {
    const bff = await startBff()

    const landings = [await landingOf(bff)]
    await changeKeys(bff.google, 'key-2')
    landings.push(await landingOf(bff))

    expect(landings).toEqual([SIGNED_IN, SIGNED_IN])
    expect(keyFetches(bff)).toBe(2)
  })

  it('IDT-06 are fetched twice for five hundred tokens in ten seconds that name keys nobody has', async () => {
    const bff = await startBff()

    const statuses = new Set<number>()
    for (let count = 0; count < 500; count++) {
      const token = await logoutToken(bff, { sid: 'sid-1' }, { kid: `made-up-${count}` })
      statuses.add((await tellLogout(bff, logoutForm(token))).status)
      bff.clock.advance({ seconds: 0.02 })
    }

    expect([...statuses]).toEqual([400])
    expect(keyFetches(bff)).toBe(2)
  })

  it('IDT-06 are fetched twice for a hundred such tokens that come at once', async () => {
    const bff = await startBff()
    const tokens = await Promise.all(
      Array.from({ length: 100 }, (_, count) => logoutToken(bff, { sid: 's' }, { kid: `made-up-${count}` })),
    )

    const answers = await Promise.all(tokens.map((token) => tellLogout(bff, logoutForm(token))))

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]))
    expect(keyFetches(bff)).toBe(2)
  })

  it('IDT-06 are looked for again when the pause is over', async () => {
    const bff = await startBff()
    bff.google.forgeIdToken = (claims) => bff.google.sign(claims, { kid: 'made-up' })

    const landings = [await landingOf(bff), await landingOf(bff)]
    await changeKeys(bff.google, 'key-2')
    bff.clock.advance({ seconds: 14 })
    landings.push(await landingOf(bff))
    bff.clock.advance({ seconds: 1 })
    landings.push(await landingOf(bff))

    expect(landings).toEqual([REFUSED, REFUSED, REFUSED, SIGNED_IN])
    expect(keyFetches(bff)).toBe(3)
  })

  it('IDT-06 reach the logins at once, however many keys strangers make up in logout tokens', async () => {
    const bff = await startBff()
    for (const kid of ['made-up-1', 'made-up-2']) {
      await tellLogout(bff, logoutForm(await logoutToken(bff, { sid: 'sid-1' }, { kid })))
    }
    await changeKeys(bff.google, 'key-2')

    expect(await landingOf(bff)).toBe(SIGNED_IN)
    expect(keyFetches(bff)).toBe(3)
  })

  it('IDT-06 are believed for five minutes, and a withdrawn one no longer', async () => {
    const bff = await startBff()
    const withdrawn = await changeKeys(bff.google, 'key-2')
    const landings = [await landingOf(bff)]
    publishKeys(bff.google, await aProviderKey('key-3'))
    bff.google.forgeIdToken = (claims) => withdrawn.sign(claims)

    bff.clock.advance({ minutes: 4, seconds: 59 })
    landings.push(await landingOf(bff))
    bff.clock.advance({ seconds: 1 })
    landings.push(await landingOf(bff))

    expect(landings).toEqual([SIGNED_IN, SIGNED_IN, REFUSED])
  })

  it('IDT-06 serve on, for tokens they verify, while the provider does not give them out', async () => {
    const bff = await startBff()
    const landings = [await landingOf(bff)]
    bff.google.failWith(GOOGLE_PATHS.keys, 503)
    landings.push(await landingOf(bff))
    bff.google.forgeIdToken = (claims) => bff.google.sign(claims, { kid: 'made-up' })
    landings.push(await landingOf(bff))

    expect(landings).toEqual([SIGNED_IN, SIGNED_IN, UNAVAILABLE])
  })

  it('IDT-07 need no name while one fits, also after that one has changed', async () => {
    const bff = await startBff()

    await misbehave(bff.google, 'no kid, one key')
    const landings = [await landingOf(bff)]
    await misbehave(bff.google, 'no kid, one key')
    landings.push(await landingOf(bff))

    expect(landings).toEqual([SIGNED_IN, SIGNED_IN])
  })

  it('IDT-07 of other kinds do not count when a token names none', async () => {
    const bff = await startBff()
    const key = await aProviderKey(undefined)
    publishKeys(bff.google, key, await aProviderKey('ec-1', 'ES256'))
    bff.google.forgeIdToken = (claims) => key.sign(claims)

    expect(await landingOf(bff)).toBe(SIGNED_IN)
  })

  it('IDT-07 are not guessed at when several fit a token that names none', async () => {
    const bff = await startBff()
    await misbehave(bff.google, 'no kid, several keys')

    expect(await landingOf(bff)).toBe(REFUSED)
  })

  it.each([
    ['a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '{"keys":[]}' }],
    ['a redirect', { status: 302, headers: { location: 'https://evil.example/keys' } }],
    ['a list', { status: 200, headers: { 'content-type': 'application/json' }, body: '[]' }],
    ['no JSON', { status: 200, headers: { 'content-type': 'application/json' }, body: '{' }],
    [
      'half a megabyte and more',
      { status: 200, headers: { 'content-type': 'application/json' }, body: ' '.repeat(600_000) },
    ],
  ])('CFG-05 are not taken from %s', async (_what, answer) => {
    const bff = await startBff()
    bff.google.interfere(GOOGLE_PATHS.keys, () => answer)

    expect(await landingOf(bff)).toBe(UNAVAILABLE)
  })

  it('IDT-04 that are too short verify nothing', async () => {
    const bff = await startBff()
    const modulus = Buffer.alloc(128, 0xff).toString('base64url')
    publishKeys(bff.google, { jwk: { ...(await bff.google.publicKey()), n: modulus } })

    expect(await landingOf(bff)).toBe(REFUSED)
  })
})

/** Where a login of somebody new ends. */
async function landingOf(bff: TestBff): Promise<string | undefined> {
  return (await login(bff.browser(), 'google', '?prompt=consent')).headers.location
}

function keyFetches({ google }: TestBff): number {
  return google.callsTo(GOOGLE_PATHS.keys).length
}
