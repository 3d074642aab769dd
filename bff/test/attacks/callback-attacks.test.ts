import { expect, it } from 'vitest'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { agreeAt, comeBack, reachCallback } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

it('attack 5 code injection: a stolen code does not fit the verifier of the thief', async () => {
  const bff = await startBff()
  const [victim, thief] = [bff.browser(), bff.browser()]
  const stolen = await reachCallback(victim, 'github')
  const own = await reachCallback(thief, 'github')
  own.searchParams.set('code', stolen.searchParams.get('code') ?? '')

  const landing = await comeBack(thief, own)

  expect(landing.headers.location).toBe('/?auth_error=login_failed')
  expect((await thief.fetch('/bff/session')).status).toBe(204)
})

it('attack 5 code injection: where a provider ignores PKCE, the nonce gives the stolen code away', async () => {
  const bff = await startBff()
  const [victim, thief] = [bff.browser(), bff.browser()]
  const departures = [await victim.navigate('/bff/login/google'), await thief.navigate('/bff/login/google')]
  const [ofVictim, ofThief] = departures.map((departure) => departure.location()) as [URL, URL]
  // As if no challenge counted: the victim's code fits the verifier of the thief.
  ofVictim.searchParams.set('code_challenge', ofThief.searchParams.get('code_challenge') ?? '')
  const stolen = await agreeAt(ofVictim)
  const own = await agreeAt(ofThief)
  own.searchParams.set('code', stolen.searchParams.get('code') ?? '')

  const landing = await comeBack(thief, own)

  expect(bff.google.ledger.tokens).not.toEqual([])
  expect(landing.headers.location).toBe('/?auth_error=login_failed')
  expect((await thief.fetch('/bff/session')).status).toBe(204)
})

it('attack 6 PKCE downgrade: a request stripped of its challenge yields no session', async () => {
  const bff = await startBff()
  const browser = bff.browser()
  const authorizationUrl = (await browser.navigate('/bff/login/github')).location()
  authorizationUrl.searchParams.delete('code_challenge')
  authorizationUrl.searchParams.delete('code_challenge_method')

  const landing = await comeBack(browser, await agreeAt(authorizationUrl))

  const [exchange] = bff.github.callsTo(GITHUB_TOKEN_PATH)
  expect(exchange?.form.get('code_verifier')).toMatch(/^[\w.~-]{43,128}$/)
  expect(landing.headers.location).toBe('/?auth_error=login_failed')
  expect((await browser.fetch('/bff/session')).status).toBe(204)
})

it('attack 12 callback replay: a used address sends nothing, in its own browser or with its cookie in another', async () => {
  const bff = await startBff()
  const [browser, thief] = [bff.browser(), bff.browser()]
  const callbackUrl = await reachCallback(browser, 'github')
  const [pending] = browser.jar.all()
  await comeBack(browser, callbackUrl)

  for (const again of [browser, thief]) {
    again.jar.plant(pending?.name ?? '', pending?.value ?? '')
    expect((await comeBack(again, callbackUrl)).status).toBe(400)
  }

  expect(bff.github.callsTo(GITHUB_TOKEN_PATH)).toHaveLength(1)
  expect((await thief.fetch('/bff/session')).status).toBe(204)
  expect((await browser.fetch('/bff/session')).status).toBe(200)
})

it('attack 14 two-tab logins: one that is never finished, and the back button, leave the other alone', async () => {
  const bff = await startBff()
  const browser = bff.browser()
  await browser.navigate('/bff/login/google')
  const callbackUrl = await reachCallback(browser, 'github')
  await comeBack(browser, callbackUrl)

  const back = await comeBack(browser, callbackUrl)

  expect(back.status).toBe(400)
  expect((await browser.fetch('/bff/session')).json()).toMatchObject({ user: { id: 'github:1815' } })
  expect(bff.google.callsTo(GOOGLE_PATHS.token)).toEqual([])
})
