import { expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { agreeAt, comeBack, login } from '../support/journey.ts'
import { leaks } from '../support/secret-sweep.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'
import { withMembers } from '../support/test-provider.ts'

/** The attacker runs Google; GitHub is honest. */
it.each(['github', 'google'])(
  'attack 1 mix-up: an honest code that an evil provider sent for goes to nobody, on the callback of %s',
  async (landsAt) => {
    const bff = await startBff()
    const browser = bff.browser()
    const departure = (await browser.navigate('/bff/login/google')).location()
    const redirectUri = `${bff.publicUrl}/bff/callback/${landsAt}`
    const honest = honestAuthorizationUrl(bff, departure.searchParams.get('state') ?? '', redirectUri)

    const answer = await comeBack(browser, await agreeAt(honest))

    expect(answer.status).toBe(400)
    await expectNothingGained(bff, browser)
  },
)

it('attack 2 mix-up by metadata: what an evil provider names as its token endpoint gets no credential but its own', async () => {
  const bff = await startBff()
  const browser = bff.browser()
  bff.google.interfere(
    GOOGLE_PATHS.metadata,
    withMembers({ token_endpoint: bff.github.origin + GITHUB_TOKEN_PATH }),
  )

  const landing = await login(browser, 'google')

  expect(landing.headers.location).toBe('/?auth_error=login_failed')
  const sent = bff.github.calls.map(({ body, headers }) => body + JSON.stringify(headers)).join('\n')
  expect(sent).toContain(encodeURIComponent(bff.google.clientId))
  expect(leaks([bff.github.clientSecret], sent)).toEqual([])
  expect((await browser.fetch('/bff/session')).status).toBe(204)
})

it('attack 2 mix-up by metadata: a code of the provider that an evil one sends people to is not taken to the evil one', async () => {
  const bff = await startBff()
  const browser = bff.browser()
  const elsewhere = { authorization_endpoint: `${bff.github.origin}/login/oauth/authorize` }
  bff.google.interfere(GOOGLE_PATHS.metadata, withMembers(elsewhere))

  const answer = await login(browser, 'google')

  expect(bff.github.ledger.codes).toHaveLength(1)
  expect(answer.status).toBe(400)
  await expectNothingGained(bff, browser)
})

function honestAuthorizationUrl({ github }: TestBff, state: string, redirectUri: string): URL {
  const url = new URL(`${github.origin}/login/oauth/authorize`)
  const parameters = { client_id: github.clientId, redirect_uri: redirectUri, response_type: 'code', state }
  url.search = String(new URLSearchParams(parameters))
  return url
}

async function expectNothingGained({ github, google }: TestBff, browser: Browser): Promise<void> {
  expect(github.callsTo(GITHUB_TOKEN_PATH)).toEqual([])
  expect(google.callsTo(GOOGLE_PATHS.token)).toEqual([])
  expect((await browser.fetch('/bff/session')).status).toBe(204)
}
