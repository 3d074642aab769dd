import { describe, expect, it } from 'vitest'
import type { ConfigProblem } from './config-error.ts'
import { ConfigError } from './config-error.ts'
import { oauth2, oidc, userToken } from './factories.ts'
import { parseConfig } from './parse-config.ts'
import type { Oauth2Input, OidcInput } from './provider-input.ts'

const SECRET = 'canary-client-secret-4711'

describe('an OpenID provider', () => {
  it('needs an issuer, an id and a secret, and has a default for all else', () => {
    const { corp } = parse({ corp: anOidc({}) }).providers

    expect(corp).toEqual({
      type: 'oidc',
      issuer: 'https://login.corp.example/realms/a',
      clientId: 'id',
      clientAuth: { method: 'client_secret', secret: SECRET },
      scopes: ['openid', 'profile', 'email'],
      optionalScopes: [],
      allowPrivateNetwork: false,
      maxConcurrentCalls: 64,
      idTokenAlg: 'RS256',
      logoutTokenTyp: 'required',
      requireIss: false,
      par: 'offered',
      dpop: false,
      trustEmail: false,
      authorizationParameters: {},
    })
  })

  it.each([
    ['an algorithm with a shared key', { idTokenAlg: 'HS256' }, 'idTokenAlg'],
    ['no algorithm at all', { idTokenAlg: 'none' }, 'idTokenAlg'],
    ['scopes without openid', { scopes: ['email'] }, 'scopes'],
    ['plain http', { issuer: 'http://login.corp.example' }, 'issuer'],
    ['a parameter of the protocol', { authorizationParameters: { redirect_uri: 'x' } }, 'redirect_uri'],
  ])('refuses %s', (_what, settings, path) => {
    const [problem, ...more] = problemsOf({ corp: { ...anOidc({}), ...settings } })

    expect(problem?.path).toMatch(new RegExp(`^providers\\.corp\\..*${path}$`))
    expect(more).toEqual([])
  })

  it('lets an upstream need what it asks for by default', () => {
    const credential = userToken('corp', { scopes: ['email'] })

    expect(() =>
      parse({ corp: anOidc({}) }, { api: { target: 'https://api.example', credential } }),
    ).not.toThrow()
  })
})

describe('an OAuth 2.0 server', () => {
  it('needs endpoints and the name of the id, and has a default for all else', () => {
    const { shop } = parse({ shop: anOauth2({}) }).providers

    expect(shop).toEqual({
      ...anOauth2({}),
      clientSecret: undefined,
      clientAuth: { method: 'client_secret', secret: SECRET },
      scopes: [],
      optionalScopes: [],
      allowPrivateNetwork: false,
      maxConcurrentCalls: 64,
      requireIss: false,
      trustEmail: false,
      authorizationParameters: {},
    })
  })

  it('says what requireIss compares with', () => {
    expect(problemsOf({ shop: anOauth2({ requireIss: true }) })).toEqual([
      { path: 'providers.shop.issuer', message: expect.stringContaining('is missing') },
    ])
  })

  it.each(['', '.id', 'data.', 'data..id'])('refuses %j as the name of a member', (sub) => {
    const userinfo = { url: 'https://shop.example/me', sub }

    expect(problemsOf({ shop: anOauth2({ userinfo }) })).toEqual([
      { path: 'providers.shop.userinfo.sub', message: expect.stringContaining('must name a member') },
    ])
  })
})

describe('how a client proves itself', () => {
  it.each([
    ['no proof', { clientSecret: undefined }, 'clientSecret', 'is missing'],
    ['an empty secret', { clientSecret: '' }, 'clientSecret', 'is empty'],
    [
      'the method none',
      { clientSecret: undefined, clientAuth: { method: 'none' } },
      'clientAuth.method',
      'confidential',
    ],
    [
      'a method nobody knows',
      { clientSecret: undefined, clientAuth: { method: 'client_secret_jwt' } },
      'clientAuth.method',
      '`client_secret_basic`',
    ],
    [
      'two proofs',
      { clientAuth: { method: 'client_secret_post', secret: SECRET } },
      'clientAuth',
      'must not stand beside',
    ],
  ])('CFG-01 refuses %s, naming the provider and not the secret', (_what, settings, path, message) => {
    const error = failureOf({ corp: { ...anOidc({}), ...settings }, shop: { ...anOauth2({}), ...settings } })

    expect(error.problems).toEqual([
      { path: `providers.corp.${path}`, message: expect.stringContaining(message) },
      { path: `providers.shop.${path}`, message: expect.stringContaining(message) },
    ])
    expect(error.message).not.toContain(SECRET)
  })

  it('CFG-01 is reported beside whatever else is wrong', () => {
    const problems = problemsOf({ corp: { type: 'oidc', issuer: 'corp', scops: [] } })

    expect(problems.map(({ path }) => path).sort()).toEqual([
      'providers.corp.clientId',
      'providers.corp.clientSecret',
      'providers.corp.issuer',
      'providers.corp.scops',
    ])
  })

  it('reads the secret of a named method', () => {
    const clientAuth = { method: 'client_secret_post', secret: { env: 'CORP_SECRET' } } as const

    const { corp } = parse({ corp: { ...anOidc({}), clientSecret: undefined, clientAuth } }).providers

    expect(corp).toMatchObject({ clientAuth: { method: 'client_secret_post', secret: SECRET } })
  })
})

function anOidc(settings: Partial<OidcInput>): OidcInput {
  const issuer = 'https://login.corp.example/realms/a'
  return oidc({ issuer, clientId: 'id', clientSecret: { env: 'CORP_SECRET' }, ...settings })
}

function anOauth2(settings: Partial<Oauth2Input>): Oauth2Input {
  return oauth2({
    clientId: 'id',
    clientSecret: { env: 'CORP_SECRET' },
    authorizationEndpoint: 'https://shop.example/authorize',
    tokenEndpoint: 'https://shop.example/token',
    userinfo: { url: 'https://shop.example/me', sub: 'id' },
    ...settings,
  })
}

function parse(providers: unknown, upstreams: unknown = {}) {
  const session = { secrets: ['Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'] }
  const config = { publicUrl: 'https://app.example.com', session, providers, upstreams }
  const environment = { CORP_SECRET: SECRET }
  return parseConfig(config, { environment, readFile: () => '', baseDir: '/srv' })
}

function failureOf(providers: unknown): ConfigError {
  try {
    parse(providers)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('the configuration was accepted')
}

function problemsOf(providers: unknown): readonly ConfigProblem[] {
  return failureOf(providers).problems
}
