import { expect, it } from 'vitest'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { connect, login, reachCallback } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'
import type { Interference } from '../support/test-provider.ts'

/** As JSON spells it: an own property of that name, which a careless copy turns into a prototype. */
const POLLUTING = '"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}'

const polluted: Interference = ({ status, headers = {}, body = '' }) => ({
  status,
  headers,
  body: body.startsWith('{') ? `{${POLLUTING},${body.slice(1)}` : body,
})

it('attack 40 prototype pollution: neither a browser nor a provider reaches a prototype', async () => {
  const bff = await startBff()
  const browser = bff.browser()
  bff.github.interfere('/user', polluted)
  bff.github.interfere(GITHUB_TOKEN_PATH, polluted)
  bff.google.interfere(GOOGLE_PATHS.metadata, polluted)
  bff.google.interfere(GOOGLE_PATHS.keys, polluted)
  bff.google.forgeIdToken = (claims) => bff.google.sign({ ...claims, ...JSON.parse(`{${POLLUTING}}`) })

  await login(browser, 'github', '?__proto__[polluted]=yes&constructor.prototype.polluted=yes&__proto__=x')
  await connect(browser, 'google')
  const session = await browser.fetch('/bff/session')
  await browser.fetch('/api/github/user?__proto__[polluted]=yes', { method: 'POST', body: `{${POLLUTING}}` })
  const logout = await browser.fetch('/bff/logout', { method: 'POST', body: `{${POLLUTING}}` })

  expect(session.json()).toMatchObject({ connections: [{ provider: 'github' }, { provider: 'google' }] })
  expect(session.text).not.toContain('polluted')
  expect(logout.status).toBe(400)
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
})

it.each([
  '/bff/login/github?returnTo[]=/',
  '/bff/login/github?returnTo=/&returnTo=/x',
  '/bff/login/github?scope=a&scope=b',
  '/bff/login/github?prompt=login&prompt=none',
  '/bff/login/github?max_age=NaN',
  '/bff/login/github?max_age=-1',
  '/bff/login/github?max_age=1e3',
  '/bff/login/github?popup=x&popup=y',
  '/bff/login/__proto__',
  '/bff/login/constructor',
  '/bff/callback/github?state[]=x&code[]=y',
  '/bff/callback/toString?state=x&code=y',
])('attack 41 type confusion: %s is answered without a failure of ours', async (target) => {
  const bff = await startBff()

  const answer = await bff.browser().navigate(target)

  expect(answer.status).toBeLessThan(500)
  expect(bff.log.join('')).not.toContain('"level":"error"')
})

it.each([
  ['expires_in', '"NaN"'],
  ['expires_in', '{}'],
  ['expires_in', '1e400'],
  ['scope', '5'],
  ['scope', '["repo"]'],
  ['token_type', '["bearer"]'],
  ['refresh_token', '{}'],
  ['access_token', '[]'],
  ['id_token', '7'],
])(
  'attack 41 type confusion: %s of %s in a token response is a login that fails or works',
  async (member, value) => {
    const bff = await startBff()
    const browser = bff.browser()
    bff.google.interfere(GOOGLE_PATHS.token, ({ status, headers = {}, body = '' }) => ({
      status,
      headers,
      body: body.replace(/\}$/, `,"${member}":${value}}`),
    }))

    const landing = await browser.navigate(await reachCallback(browser, 'google'), { site: 'cross-site' })

    const call = await browser.fetch('/api/tasks/lists')

    expect(landing.status).toBe(303)
    expect([200, 401]).toContain(call.status)
    expect(bff.log.join('')).not.toContain('"level":"error"')
  },
)
