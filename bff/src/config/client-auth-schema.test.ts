import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { testCertificate } from '../../test/support/test-certificate.ts'
import { ConfigError } from './config-error.ts'
import { oidc } from './factories.ts'
import { parseConfig } from './parse-config.ts'
import type { ClientAuthInput } from './provider-input.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })

describe('a private key', () => {
  it.each([
    ['some text', 'canary-not-a-key', 'must be a private key'],
    ['a public key', String(rsa.publicKey.export({ type: 'spki', format: 'pem' })), 'must be a private key'],
    ['a public JWK', JSON.stringify(rsa.publicKey.export({ format: 'jwk' })), 'must be a private key'],
    ['broken JSON', '{"kty":"EC","d":"canary', 'must be a private key'],
    ['a key behind a passphrase', encrypted(rsa.privateKey), 'must be a private key'],
    [
      'a short RSA key',
      pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
      'is too short; an RSA key has 2048 bits or more',
    ],
    [
      'a key that can only agree on keys',
      pem(generateKeyPairSync('x25519').privateKey),
      'must be an RSA, P-256, P-384, P-521 or Ed25519 key',
    ],
    [
      'a key of a curve no JOSE algorithm has',
      pem(generateKeyPairSync('ec', { namedCurve: 'secp224r1' }).privateKey),
      'must be an RSA, P-256, P-384, P-521 or Ed25519 key',
    ],
  ])('CFG-01 CFG-08 is not %s, and none of it is repeated', (_what, key, problem) => {
    const error = failureOf({ method: 'private_key_jwt', key })

    expect(error.problems).toEqual([
      { path: 'providers.corp.clientAuth.key', message: expect.stringContaining(problem) },
    ])
    for (const line of key.split('\n').filter((part) => part.length > 8 && !part.startsWith('-----')))
      expect(error.message).not.toContain(line)
  })

  it('signs no algorithm that it is not for', () => {
    const error = failureOf({ method: 'private_key_jwt', key: pem(ec.privateKey), algorithm: 'PS256' })

    expect(error.problems[0]?.message).toBe('cannot sign that algorithm; this key signs ES256')
  })
})

describe('a client certificate', () => {
  it('CFG-01 is refused when it cannot be read or the key is another one’s', async () => {
    const [mine, other] = await Promise.all([testCertificate(), testCertificate()])
    const files = { '/srv/mine.pem': mine.cert, '/srv/mine.key': mine.key, '/srv/other.key': other.key }
    await Promise.all([mine.remove(), other.remove()])
    const certificate = (keyFile: string): ClientAuthInput => ({
      method: 'tls_client_auth',
      certFile: 'mine.pem',
      keyFile,
    })

    expect(() => parse(certificate('mine.key'), files)).not.toThrow()
    for (const keyFile of ['other.key', 'nowhere.key', 'mine.pem']) {
      const error = failureOf(certificate(keyFile), files)
      expect(error.problems).toEqual([
        {
          path: 'providers.corp.clientAuth.certFile',
          message: expect.stringContaining('its own private key'),
        },
      ])
    }
  })
})

function parse(clientAuth: ClientAuthInput, files: Record<string, string> = {}) {
  const corp = oidc({ issuer: 'https://login.corp.example', clientId: 'id', clientAuth })
  const session = { secrets: ['Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'] }
  const config = { publicUrl: 'https://app.example.com', session, providers: { corp } }
  const readFile = (path: string) => files[path] ?? ''
  return parseConfig(config, { environment: {}, readFile, baseDir: '/srv' })
}

function failureOf(clientAuth: ClientAuthInput, files: Record<string, string> = {}): ConfigError {
  try {
    parse(clientAuth, files)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('the configuration was accepted')
}

function pem(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }))
}

function encrypted(key: KeyObject): string {
  const lock = { cipher: 'aes-256-cbc', passphrase: 'canary-passphrase' }
  return String(key.export({ type: 'pkcs8', format: 'pem', ...lock }))
}
