import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { userToken } from '../../src/config/factories.ts'
import { connect, login } from '../support/journey.ts'
import { someAccessTokens, startProxied } from '../support/proxy-server.ts'
import { startBff } from '../support/start-bff.ts'

const TASKS = 'https://www.googleapis.com/auth/tasks'
const EMAIL = 'https://www.googleapis.com/auth/userinfo.email'

describe('a call whose upstream needs scopes', () => {
  it('PROXY-20 is refused before it is made, naming what is missing and where', async () => {
    const { bff, browser } = await signedIn({ scopes: ['repo', 'gist', 'read:user'], granted: ['read:user'] })

    const answer = await browser.fetch('/api/github/user', { method: 'POST', body: { title: 'x' } })

    expect([answer.status, answer.headers['content-type']]).toEqual([
      403,
      'application/problem+json; charset=utf-8',
    ])
    expect(answer.json()).toMatchObject({
      code: 'insufficient_scope',
      status: 403,
      provider: 'github',
      missingScopes: ['repo', 'gist'],
    })
    expect(bff.api.requests).toHaveLength(0)
  })

  it('PROXY-20 costs neither the session nor the connection', async () => {
    const { browser } = await signedIn({ scopes: ['repo'], granted: ['read:user'] })

    await browser.fetch('/api/github/user')

    const session = await browser.fetch('/bff/session')
    expect(session.json()).toMatchObject({ connections: [{ provider: 'github', status: 'active' }] })
  })

  it('passes once the person has connected with what was missing', async () => {
    const { browser } = await signedIn({ scopes: ['repo'], granted: ['read:user'] })
    const refused = await browser.fetch('/api/github/user')
    const { missingScopes } = refused.json() as { missingScopes: string[] }

    await connect(browser, 'github', `?scope=${missingScopes.join('+')}`)

    const answer = await browser.fetch('/api/github/user')
    expect([refused.status, answer.status]).toEqual([403, 200])
  })

  it('is told first that no account is connected', async () => {
    const bff = await startBff({
      github: { optionalScopes: ['repo'] },
      upstreams: (target) => ({ github: { target, credential: userToken('github', { scopes: ['repo'] }) } }),
    })
    const browser = bff.browser()
    await login(browser, 'google')

    const answer = await browser.fetch('/api/github/user')

    expect(answer.json()).toMatchObject({ code: 'not_connected', provider: 'github' })
  })

  it('PROXY-20 is not repeated with a renewed token that lacks them', async () => {
    const { bff, api } = await startProxied(
      { credential: { type: 'userToken', provider: 'github', scopes: ['repo'] } },
      {
        accessTokens: someAccessTokens({
          grant: async () => ({ accessToken: 'old', scope: ['repo'] }),
          refreshRejected: async () => ({ accessToken: 'new', scope: [] }),
        }),
      },
    )
    api.answer(async (req, res) => {
      await buffer(req)
      res.writeHead(401).end()
    })

    const answer = await bff.call('/api/github/x')

    expect(answer.json()).toMatchObject({ code: 'insufficient_scope', missingScopes: ['repo'] })
    expect(api.requests.map(({ headers }) => headers.authorization)).toEqual([['Bearer old']])
  })
})

describe('a rule that needs scopes', () => {
  it.each([
    ['GET', '/user', []],
    ['GET', '/repos/o/r', ['repo']],
    ['GET', '/gists/1', []],
    ['DELETE', '/gists/1', ['gist']],
    ['DELETE', '/repos/o/r', ['repo', 'delete_repo']],
  ])('PROXY-20 asks for them besides the upstream’s own: %s %s', async (method, path, missingScopes) => {
    const bff = await startBff({
      github: { scopes: ['read:user'], optionalScopes: ['repo', 'gist', 'delete_repo'] },
      upstreams: (target) => ({
        github: {
          target,
          credential: userToken('github', { scopes: ['read:user'] }),
          allow: [
            { methods: ['GET'], path: '/repos/**', scopes: ['repo', 'read:user'] },
            { methods: ['DELETE'], path: '/repos/**', scopes: ['repo', 'delete_repo', 'repo'] },
            { methods: ['DELETE'], path: '/gists/*', scopes: ['gist'] },
            { methods: ['GET'], path: '/**' },
          ],
        },
      }),
    })
    const browser = bff.browser()
    await login(browser, 'github')

    const answer = await browser.fetch(`/api/github${path}`, { method })

    expect(bff.api.requests).toHaveLength(missingScopes.length === 0 ? 1 : 0)
    if (missingScopes.length > 0) expect(answer.json()).toMatchObject({ missingScopes })
  })
})

describe('a scope that another one includes', () => {
  it.each([
    ['public_repo', 'repo', 200],
    ['repo', 'public_repo', 403],
    ['user:email', 'user', 200],
    ['read:org', 'admin:org', 200],
    ['read:org', 'write:org', 200],
    ['admin:org', 'write:org', 403],
    ['repo', 'repo:status', 403],
    ['gist', 'repo', 403],
  ])('PROXY-20 is granted with it at GitHub: %s by %s answers %i', async (needed, granted, status) => {
    const { browser } = await signedIn({ scopes: [needed], granted: [granted] })

    const answer = await browser.fetch('/api/github/user')

    expect(answer.status).toBe(status)
  })

  it.each([
    ['the long name of a short one', [EMAIL], ['openid', EMAIL], 200],
    ['the right to read with the right to write', [`${TASKS}.readonly`], ['openid', TASKS], 200],
    ['not the right to write with the right to read', [TASKS], ['openid', `${TASKS}.readonly`], 403],
    ['not a name that only begins alike', [TASKS], ['openid', 'https://www.googleapis.com/auth/task'], 403],
  ])('PROXY-20 is granted with it at Google: %s', async (_which, scopes, granted, status) => {
    const bff = await startBff({
      google: { scopes: granted, optionalScopes: scopes },
      upstreams: (target) => ({ tasks: { target, credential: userToken('google', { scopes }) } }),
    })
    const browser = bff.browser()
    await login(browser, 'google')

    const answer = await browser.fetch('/api/tasks/lists')

    expect(answer.status).toBe(status)
    expect(bff.api.requests).toHaveLength(status === 200 ? 1 : 0)
  })
})

/** A browser signed in with GitHub, where the person has granted some of what the upstream needs. */
async function signedIn({ scopes, granted }: { scopes: string[]; granted: string[] }) {
  const bff = await startBff({
    github: { scopes: granted, optionalScopes: scopes },
    upstreams: (target) => ({ github: { target, credential: userToken('github', { scopes }) } }),
  })
  const browser = bff.browser()
  await login(browser, 'github')
  return { bff, browser }
}
