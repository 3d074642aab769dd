import { describe, expect, it } from 'vitest'
import { ConfigError } from './config-error.ts'
import { github } from './factories.ts'
import { parseConfig } from './parse-config.ts'

const PEM = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n'
const CANARY = 'canary-password'
const SENTINELS = [{ host: 'sentinel', port: 26_379 }]

describe('session.store', () => {
  it('reads certificates from files relative to the configuration', () => {
    const tls = { caFile: 'tls/ca.pem', certFile: '/etc/cert.pem', keyFile: 'key.pem' }

    const store = parse({ type: 'redis', url: 'rediss://redis', tls }, (path) => `${PEM}${path}`)

    expect(store).toEqual({
      type: 'redis',
      url: 'rediss://redis',
      tls: { ca: `${PEM}/srv/tls/ca.pem`, cert: `${PEM}/etc/cert.pem`, key: `${PEM}/srv/key.pem` },
      keyPrefix: 'coatcheck:',
    })
  })

  it('takes a cluster by some of its nodes, and Sentinels by address', () => {
    const nodes = ['redis://a:6379', 'redis://b:6379']

    expect(parse({ type: 'redis-cluster', nodes, username: 'u', password: CANARY })).toMatchObject({ nodes })
    expect(
      parse({
        type: 'redis-sentinel',
        sentinels: SENTINELS,
        name: 'main',
        tls: {},
        sentinelPassword: CANARY,
      }),
    ).toMatchObject({ sentinels: SENTINELS, tls: {}, sentinelPassword: CANARY })
  })

  it.each([
    ['no node', { type: 'redis-cluster', nodes: [] }, 'nodes'],
    ['a node elsewhere', { type: 'redis-cluster', nodes: [`postgres://:${CANARY}@a`] }, 'nodes.0'],
    [
      'nodes of which some have TLS',
      { type: 'redis-cluster', nodes: ['redis://a', `rediss://:${CANARY}@b`] },
      'nodes',
    ],
    ['TLS to a cluster without it', { type: 'redis-cluster', nodes: ['redis://a'], tls: {} }, 'nodes'],
    ['TLS settings for a URL without TLS', { type: 'redis', url: `redis://:${CANARY}@a`, tls: {} }, 'url'],
    ['no Sentinel', { type: 'redis-sentinel', sentinels: [], name: 'main' }, 'sentinels'],
    ['no name', { type: 'redis-sentinel', sentinels: SENTINELS }, 'name'],
    [
      'a certificate without its key',
      { type: 'redis', url: 'rediss://a', tls: { certFile: 'cert.pem' } },
      'tls',
    ],
    ['a file that is none', { type: 'redis', url: 'rediss://a', tls: { caFile: CANARY } }, 'tls.caFile'],
  ])('refuses %s, and repeats no secret', (_what, store, path) => {
    const error = failureOf(store)

    expect(error.problems.map((problem) => problem.path)).toEqual([`session.store.${path}`])
    expect(error.message).not.toContain(CANARY)
  })

  it('names a file that cannot be read', () => {
    const store = { type: 'redis', url: 'rediss://a', tls: { caFile: 'ca.pem' } }

    const { message } = failureOf(store, () => {
      throw new Error('ENOENT')
    })

    expect(message).toContain('ca.pem cannot be read')
  })
})

function parse(store: object, readFile: (path: string) => string = readPem) {
  const session = { secrets: ['Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'], store }
  const providers = { github: github({ clientId: 'id', clientSecret: 'client-secret' }) }
  const input = { publicUrl: 'https://app.example.com', session, providers }
  return parseConfig(input, { environment: {}, readFile, baseDir: '/srv' }).session.store
}

function readPem(path: string): string {
  return path.endsWith('.pem') ? PEM : 'no PEM'
}

function failureOf(store: object, readFile?: (path: string) => string): ConfigError {
  try {
    parse(store, readFile)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('the configuration was accepted')
}
