import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { JWK, JWKS } from 'oidc-provider'

/** Generates the two RS256 keys Google publishes at any time; the first one signs. */
export function createSigningKeys(): JWKS {
  return { keys: [createSigningKey(), createSigningKey()] }
}

function createSigningKey(): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = privateKey.export({ format: 'jwk' })
  return { ...jwk, kty: 'RSA', kid: randomUUID(), use: 'sig', alg: 'RS256' }
}
