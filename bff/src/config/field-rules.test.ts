import { describe, expect, it } from 'vitest'
import { ConfigError } from './config-error.ts'
import { parseConfig } from './parse-config.ts'

const BASE = {
  publicUrl: 'https://app.example.com',
  session: { secrets: ['Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'] },
  providers: { github: { type: 'github', clientId: 'id', clientSecret: 'shh' } },
}

describe('a single setting', () => {
  it.each([
    ['https://app.example.com', 'https://app.example.com'],
    ['https://APP.example.com:443/', 'https://app.example.com'],
    ['https://app.example.com:8443', 'https://app.example.com:8443'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://app.localhost:3000', 'http://app.localhost:3000'],
    ['http://127.0.0.2:3000', 'http://127.0.0.2:3000'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ])('publicUrl %s is the origin %s', (publicUrl, origin) => {
    expect(parse({ publicUrl }).publicUrl).toBe(origin)
  })

  it.each([
    'http://app.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'https://app.example.com/app',
    'https://app.example.com/?a',
    'https://app.example.com/#a',
    'https://user@app.example.com',
    'ftp://app.example.com',
    'app.example.com',
    '',
  ])('CFG-03 refuses publicUrl %j', (publicUrl) => {
    expect(pathsRefused({ publicUrl })).toEqual(['publicUrl'])
  })

  it.each([
    ['https://app.example.com', 'http://github.example'],
    ['https://app.example.com', 'http://127.0.0.1:4000'],
    ['http://localhost:3000', 'http://github.example'],
    ['http://localhost:3000', 'https://github.example/?next'],
    ['http://localhost:3000', 'https://user:pass@github.example'],
  ])('CFG-03 refuses, with publicUrl %s, a provider and an upstream at %s', (publicUrl, url) => {
    const refused = pathsRefused({
      publicUrl,
      providers: { github: { ...BASE.providers.github, baseUrl: url, apiBaseUrl: url } },
      upstreams: { api: { target: url, credential: { type: 'none' } } },
    })

    expect(refused).toEqual([
      'providers.github.baseUrl',
      'providers.github.apiBaseUrl',
      'upstreams.api.target',
    ])
  })

  it.each([
    ['https://app.example.com', 'https://127.0.0.1:4000'],
    ['http://localhost:3000', 'http://127.0.0.1:4000'],
  ])('accepts, with publicUrl %s, a provider at %s', (publicUrl, issuer) => {
    const google = { type: 'google', clientId: 'id', clientSecret: 'shh', issuer }

    expect(parse({ publicUrl, providers: { google } }).providers.google).toMatchObject({ issuer })
  })

  it.each([
    ['short', 'Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6'],
    ['a sample', 'changeme-changeme-changeme-Zq3vT8nLw5'],
    ['a template', 'your-session-secret-goes-here-Zq3vT8'],
    ['one character', 'x'.repeat(64)],
    ['one word again and again', 'secret12'.repeat(8)],
    ['few characters', 'abcabbcaabccbaabcbcabcbacbabcabcbabca'],
  ])('CFG-07 refuses a session secret that is %s', (_what, secret) => {
    expect(pathsRefused({ session: { secrets: [secret] } })).toEqual(['session.secrets.0'])
  })

  it('CFG-07 looks at every secret of a rotation', () => {
    const secrets = [...BASE.session.secrets, 'changeme']

    expect(pathsRefused({ session: { secrets } })).toEqual(['session.secrets.1'])
  })

  it.each([[true], ['loopback'], [-1], [1.5], [['0.0.0.0/0']], [['::/0']], [['proxy.example.com']]])(
    'CFG-09 refuses trustProxy %j',
    (trustProxy) => {
      expect(pathsRefused({ trustProxy })).toEqual([expect.stringMatching(/^trustProxy/)])
    },
  )

  it.each([[0], [2], [['10.0.0.0/8', '::1', 'loopback']]])('accepts trustProxy %j', (trustProxy) => {
    expect(parse({ trustProxy }).trustProxy).toEqual(trustProxy)
  })

  it.each([
    ['loginsPerMinute', 0],
    ['callbacksPerMinute', Number.POSITIVE_INFINITY],
    ['backchannelLogoutsPerMinute', false],
    ['ipv6PrefixLength', 24],
    ['ipv6PrefixLength', 129],
  ])('LOGIN-07 refuses rateLimits.%s %j: a limit can be raised, not switched off', (name, value) => {
    expect(pathsRefused({ rateLimits: { [name]: value } })).toEqual([`rateLimits.${name}`])
  })

  it.each([
    ['/api', '/api'],
    ['/api/bff', '/api'],
    ['/bff', '/bff/api'],
  ])('refuses paths %s and %s, of which one holds the other', (bff, api) => {
    expect(pathsRefused({ paths: { bff, api } })).toEqual(['paths.api'])
  })

  it('accepts paths that only begin alike', () => {
    expect(parse({ paths: { bff: '/api-login', api: '/api' } }).paths.bff).toBe('/api-login')
  })

  it('cuts a Content-Security-Policy source to its origin', () => {
    const imgSrc = ['https://*.example.com/avatars', 'http://127.0.0.1:4000']

    const { spa } = parse({ spa: { dir: 'dist', csp: { imgSrc } } })

    expect(spa?.csp.imgSrc).toEqual(['https://*.example.com', 'http://127.0.0.1:4000'])
  })

  it.each(["'unsafe-inline'", '*', 'data:', 'javascript:alert(1)'])('refuses %s as a source', (source) => {
    expect(pathsRefused({ spa: { dir: 'dist', csp: { styleSrc: [source] } } })).toEqual([
      'spa.csp.styleSrc.0',
    ])
  })

  it('refuses a fixed upstream header that would break out of its line', () => {
    const headers = { 'X-Team': 'a\r\nAuthorization: Bearer x' }
    const upstreams = { api: { target: 'https://api.example', credential: { type: 'none' }, headers } }

    expect(pathsRefused({ upstreams })).toEqual(['upstreams.api.headers.X-Team'])
  })

  it('refuses a store that is neither memory nor Redis', () => {
    const store = { type: 'redis', url: 'postgres://db' }

    expect(pathsRefused({ session: { ...BASE.session, store } })).toEqual(['session.store.url'])
  })
})

function parse(parts: object) {
  return parseConfig({ ...BASE, ...parts }, { environment: {}, readFile: () => '', baseDir: '/srv' })
}

function pathsRefused(parts: object): string[] {
  try {
    parse(parts)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ path }) => path)
    throw error
  }
  return []
}
