import { describe, expect, it } from 'vitest'
import type { ConfigProblem } from './config-error.ts'
import { ConfigError } from './config-error.ts'
import { clientCredentials, oauth2, oidc, tokenExchange, userToken } from './factories.ts'
import { parseConfig } from './parse-config.ts'
import type { UpstreamInput } from './upstream-input.ts'
import { githubApi, googleApi } from './upstream-presets.ts'

const TASKS = 'https://www.googleapis.com/auth/tasks'

describe('the scopes of an upstream', () => {
  it('PROXY-20 must be such that its provider may ask for them', () => {
    const problems = problemsOf({
      credential: userToken('github', { scopes: ['repo', 'gist', 'notifications'] }),
      allow: [
        { methods: ['GET'], path: '/user' },
        { methods: ['GET'], path: '/orgs/*', scopes: ['repo', 'read:org'] },
      ],
    })

    const remedy = expect.stringMatching(
      /not among the scopes of provider `github`.*add it to `optionalScopes`/,
    )
    expect(problems).toEqual([
      { path: 'upstreams.api.credential.scopes.2', message: remedy },
      { path: 'upstreams.api.allow.1.scopes.1', message: remedy },
    ])
  })

  it('may be those that a provider asks for by default', () => {
    const credential = userToken('google', { scopes: ['openid', 'email', 'profile'] })

    expect(problemsOf({ credential })).toEqual([])
  })

  it('are reported once, for a provider that is not there', () => {
    const credential = userToken('gihtub', { scopes: ['repo', 'gone'] })

    const problems = problemsOf({ credential, allow: [{ methods: ['GET'], path: '/x', scopes: ['gone'] }] })

    expect(problems.map(({ path }) => path)).toEqual(['upstreams.api.credential.provider'])
  })

  it('are reported together with whatever else is wrong', () => {
    const problems = problemsOf({
      target: undefined as never,
      credential: { ...userToken('github', { scopes: ['gone'] }), scope: 'repo' } as never,
      allow: [{ methods: ['GET'], path: '/x', scopes: ['gone'] }],
    })

    expect(problems.map(({ path }) => path).sort()).toEqual([
      'upstreams.api.allow.0.scopes.0',
      'upstreams.api.credential.scope',
      'upstreams.api.credential.scopes.0',
      'upstreams.api.target',
    ])
  })

  it('need a credential that has some', () => {
    const problems = problemsOf({
      credential: { type: 'none' },
      allow: [{ methods: ['GET'], path: '/x', scopes: ['repo'] }],
    })

    expect(problems).toEqual([
      { path: 'upstreams.api.allow.0.scopes', message: expect.stringContaining("userToken('<provider>')") },
    ])
  })

  it.each(['a b', '', 'say"hi"'])('are one name each, unlike %j', (scope) => {
    const problems = problemsOf({ credential: userToken('github', { scopes: [scope] }) })

    expect(problems).toContainEqual({
      path: 'upstreams.api.credential.scopes.0',
      message: expect.stringContaining('must be one scope'),
    })
  })
})

describe('the credential of an upstream', () => {
  it.each([
    [clientCredentials('crop'), 'provider'],
    [clientCredentials('corp', { resource: '/v1' }), 'resource'],
    [clientCredentials('corp', { resource: 'https://api.example/#v1' }), 'resource'],
    [clientCredentials('corp', { scopes: ['a b'] }), 'scopes.0'],
    [tokenExchange('crop', { audience: 'api' }), 'provider'],
    [tokenExchange('corp', { audience: 'a b' }), 'audience'],
    [tokenExchange('corp', {} as never), 'audience'],
  ])('ADV-07 SVC-06 cannot be %j', (credential, where) => {
    const problems = problemsOf({ credential })

    expect(problems.map(({ path }) => path)).toEqual([`upstreams.api.credential.${where}`])
  })

  it.each([
    ['clientCredentials', (provider: string) => clientCredentials(provider)],
    ['tokenExchange', (provider: string) => tokenExchange(provider, { audience: 'api' })],
  ])('ADV-07 SVC-06 cannot be %s at GitHub or Google, which issue people’s tokens alone', (type, at) => {
    const refused = [
      {
        path: 'upstreams.api.credential.provider',
        message: expect.stringMatching(
          new RegExp(`cannot be used for ${type}.*userToken.*provider of type oidc or oauth2$`),
        ),
      },
    ]

    expect(problemsOf({ credential: at('github') })).toEqual(refused)
    expect(problemsOf({ credential: at('google') })).toEqual(refused)
    expect(problemsOf({ credential: at('corp') })).toEqual([])
    expect(problemsOf({ credential: at('shop') })).toEqual([])
  })

  it('SVC-06 that is nobody’s token has none of a person’s scopes', () => {
    const allow = [{ methods: ['GET' as const], path: '/x', scopes: ['email'] }]

    expect(problemsOf({ credential: clientCredentials('corp'), allow })).toEqual([
      { path: 'upstreams.api.allow.0.scopes', message: expect.stringContaining("userToken('<provider>')") },
    ])
    expect(problemsOf({ credential: tokenExchange('corp', { audience: 'api' }), allow })).toEqual([])
  })
})

describe('what a rule requires of the person’s authentication', () => {
  it.each([{ maxAge: 300 }, { acr: ['gold'] }])(
    'ADV-08 can be %j only where the provider can tell, which one without ID tokens cannot',
    (requires) => {
      const allow = [{ methods: ['GET' as const], path: '/x', requires }]
      const unmet = [
        {
          path: 'upstreams.api.allow.0.requires',
          message: expect.stringMatching(/issues no ID tokens.*; take it out, or .* of type oidc$/),
        },
      ]

      expect(problemsOf({ credential: userToken('github'), allow })).toEqual(unmet)
      expect(problemsOf({ credential: userToken('shop'), allow })).toEqual(unmet)
      expect(problemsOf({ credential: userToken('google'), allow })).toEqual([])
      expect(problemsOf({ credential: userToken('corp'), allow })).toEqual([])
      expect(problemsOf({ credential: { type: 'none' }, allow })).toEqual([])
    },
  )

  it.each([
    [{}, ''],
    [{ maxAge: 9 }, '.maxAge'],
    [{ maxAge: 1.5 }, '.maxAge'],
    [{ acr: [] }, '.acr'],
    [{ acr: ['a b'] }, '.acr.0'],
    [{ acr: 'gold' }, '.acr'],
    [{ maxage: 300 }, '.maxage'],
  ])('cannot be %j', (requires, where) => {
    const problems = problemsOf({
      credential: userToken('google'),
      allow: [{ methods: ['GET'], path: '/x', requires } as never],
    })

    expect(problems.map(({ path }) => path)).toContain(`upstreams.api.allow.0.requires${where}`)
  })
})

it.each([
  ['deny', ['graphql'], 'deny.0', 'must start with a slash'],
  ['deny', ['/*.json'], 'deny.0', 'must have * and ** as whole segments only'],
  ['defaultHeaders', { 'X Version': '1' }, 'defaultHeaders.X Version', 'must be a header name'],
  ['defaultHeaders', { Accept: 'a\r\nX: y' }, 'defaultHeaders.Accept', 'must be printable ASCII on one line'],
  ['rateLimitsAs429', 'yes', 'rateLimitsAs429', 'must be true or false'],
])('says of %s %j what is wrong where', (setting, value, path, message) => {
  expect(problemsOf({ credential: { type: 'none' }, [setting]: value })).toEqual([
    { path: `upstreams.api.${path}`, message: expect.stringContaining(message) },
  ])
})

describe('githubApi', () => {
  it('is GitHub.com with the token of `github`', () => {
    expect(resolved(githubApi())).toMatchObject({
      target: 'https://api.github.com',
      credential: { type: 'userToken', provider: 'github' },
      maxConcurrentPerSession: 64,
    })
  })

  it('takes the place of nothing that is set', () => {
    const upstream = githubApi({
      provider: 'google',
      scopes: ['email'],
      target: 'https://ghe.example/api/v3',
      apiVersion: '2026-03-10',
      deny: ['/user/keys/**'],
      headers: { 'User-Agent': 'board' },
      defaultHeaders: { accept: 'application/json' },
      rateLimitsAs429: false,
      maxConcurrentPerSession: 3,
    })

    expect(resolved(upstream)).toMatchObject({
      target: 'https://ghe.example/api/v3',
      credential: { type: 'userToken', provider: 'google', scopes: ['email'] },
      deny: ['/graphql', '/api/graphql', '/user/keys/**'],
      headers: { 'User-Agent': 'board' },
      defaultHeaders: { accept: 'application/json', 'X-GitHub-Api-Version': '2026-03-10' },
      rateLimitsAs429: false,
      maxConcurrentPerSession: 3,
    })
  })

  it('names the setting that a mistake was made in', () => {
    const problems = problemsOf(githubApi({ target: 'nonsense', provider: 'gihtub', scopes: ['a b'] }))

    expect(problems.map(({ path }) => path).sort()).toEqual([
      'upstreams.api.credential.provider',
      'upstreams.api.credential.scopes.0',
      'upstreams.api.target',
    ])
  })

  it('refuses a rule for GraphQL that could never pass, and says what to set', () => {
    const allow: UpstreamInput['allow'] = [{ methods: ['POST'], path: '/graphql' }]

    expect(problemsOf(githubApi({ allow }))).toEqual([
      { path: 'upstreams.api.allow.0.path', message: expect.stringContaining('`graphql: true`') },
    ])
    expect(problemsOf(githubApi({ allow, graphql: true }))).toEqual([])
  })
})

describe('the limits of WebSockets', () => {
  it('have defaults, each for itself', () => {
    const upstream = parse({ credential: { type: 'none' }, webSocket: { pingSeconds: 5 } }).upstreams.api

    expect(upstream?.webSocket).toEqual({ pingSeconds: 5, idleSeconds: 600, maxMessageBytes: 1024 * 1024 })
  })

  it('must be such that a timer can keep them', () => {
    const webSocket = { pingSeconds: 0, idleSeconds: 1e9, maxMessageBytes: 1.5 }

    expect(problemsOf({ credential: { type: 'none' }, webSocket }).map(({ path }) => path)).toEqual([
      'upstreams.api.webSocket.pingSeconds',
      'upstreams.api.webSocket.idleSeconds',
      'upstreams.api.webSocket.maxMessageBytes',
    ])
  })
})

describe('googleApi', () => {
  it('is the API named, with the token of `google`', () => {
    const target = 'https://tasks.googleapis.com/tasks/v1'

    expect(resolved(googleApi({ target, scopes: [TASKS] }))).toMatchObject({
      target,
      credential: { type: 'userToken', provider: 'google', scopes: [TASKS] },
    })
  })
})

function parse(upstream: Partial<UpstreamInput>) {
  const client = { clientId: 'id', clientSecret: 'shh' }
  const input = {
    publicUrl: 'https://app.example.com',
    session: { secrets: ['Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'] },
    providers: {
      github: { type: 'github', ...client, scopes: ['repo'], optionalScopes: ['gist'] },
      google: { type: 'google', ...client, optionalScopes: [TASKS] },
      corp: oidc({ ...client, issuer: 'https://login.corp.example' }),
      shop: oauth2({
        ...client,
        authorizationEndpoint: 'https://shop.example/authorize',
        tokenEndpoint: 'https://shop.example/token',
        userinfo: { url: 'https://shop.example/me', sub: 'id' },
      }),
    },
    upstreams: { api: { target: 'https://api.example', ...upstream } },
  }
  return parseConfig(input, { environment: {}, readFile: () => '', baseDir: '/srv' })
}

function resolved(upstream: UpstreamInput) {
  return parse(upstream).upstreams.api
}

function problemsOf(upstream: Partial<UpstreamInput>): readonly ConfigProblem[] {
  try {
    parse(upstream)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}
