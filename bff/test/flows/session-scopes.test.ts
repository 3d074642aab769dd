import type { WireSession } from '@coatcheck/sdk/wire'
import { describe, expect, it } from 'vitest'
import { userToken } from '../../src/config/factories.ts'
import type { Browser } from '../support/browser.ts'
import { connect, login } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

const TASKS = 'https://www.googleapis.com/auth/tasks'
const EMAIL = 'https://www.googleapis.com/auth/userinfo.email'

describe('the scopes of a connection', () => {
  it.each([
    [
      'those that another one includes',
      ['repo'],
      ['public_repo', 'repo:status'],
      ['repo', 'public_repo', 'repo:status'],
    ],
    ['none that includes another one', ['public_repo'], ['repo'], ['public_repo']],
    ['none that nobody can ask for here', ['repo', 'user'], [], ['repo', 'user']],
    [
      'each included one, and none twice',
      ['repo', 'user'],
      ['read:user', 'user:follow'],
      ['repo', 'user', 'read:user', 'user:follow'],
    ],
  ])('count as granted, at GitHub: %s', async (_which, granted, optionalScopes, listed) => {
    const bff = await startBff({ github: { scopes: granted, optionalScopes } })
    const browser = bff.browser()
    await login(browser, 'github')

    expect(await listedScopes(browser)).toEqual(listed)
  })

  it('count as granted under each of their names, and to read with the right to write, at Google', async () => {
    const optionalScopes = [EMAIL, `${TASKS}.readonly`, `${TASKS}.other`]
    const bff = await startBff({ google: { scopes: ['openid', 'email', TASKS], optionalScopes } })
    const browser = bff.browser()
    await login(browser, 'google')

    expect(await listedScopes(browser)).toEqual(['openid', 'email', TASKS, EMAIL, `${TASKS}.readonly`])
  })

  it('PROXY-20 are told as calls are judged', async () => {
    const optionalScopes = ['repo', 'public_repo', 'read:org', 'admin:org', 'gist']
    const bff = await startBff({
      github: { scopes: ['write:org'], optionalScopes },
      upstreams: (target) => ({
        github: {
          target,
          credential: userToken('github'),
          allow: optionalScopes.map((scope, at) => ({ methods: ['GET'], path: `/${at}`, scopes: [scope] })),
        },
      }),
    })
    const browser = bff.browser()
    await login(browser, 'github', '?scope=repo')

    const passing: string[] = []
    for (const [at, scope] of optionalScopes.entries()) {
      if ((await browser.fetch(`/api/github/${at}`)).status === 200) passing.push(scope)
    }

    expect(passing).toEqual(['repo', 'public_repo', 'read:org'])
    expect(await listedScopes(browser)).toEqual(['write:org', ...passing])
  })

  it('are told alike when another account is disconnected', async () => {
    const bff = await startBff({ github: { scopes: ['repo'], optionalScopes: ['public_repo'] } })
    const browser = bff.browser()
    await login(browser, 'github')
    await connect(browser, 'google')

    const left = await browser.fetch('/bff/connections/google', { method: 'DELETE' })

    expect(left.json()).toMatchObject({ connections: [{ scopes: ['repo', 'public_repo'] }] })
  })

  it('do not make a later connect ask for what is included', async () => {
    const bff = await startBff({ github: { scopes: ['repo'], optionalScopes: ['public_repo', 'gist'] } })
    const browser = bff.browser()
    await login(browser, 'github')
    await listedScopes(browser)

    const departure = await browser.navigate('/bff/connect/github?scope=gist')

    expect(departure.location().searchParams.get('scope')).toBe('repo gist')
  })
})

/** Scopes of the only connection, as the browser is told. */
async function listedScopes(browser: Browser): Promise<string[] | undefined> {
  const { connections } = (await browser.fetch('/bff/session')).json() as WireSession
  return connections[0]?.scopes
}
