import { createPrivateKey, type KeyObject, type webcrypto } from 'node:crypto'

/** Algorithms a client may sign with. */
type ClientKeyAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA'

/** A client's private key, bound to the one algorithm it signs with; not to be had out of here again. */
export interface ClientKey {
  key: webcrypto.CryptoKey
  /** Names the key among those registered; absent where there is but one. */
  keyId: string | undefined
}

/** What is said of a key beside it. */
interface WantedKey {
  keyId?: string | undefined
  /** Where the key leaves a choice; by itself an RSA key signs RS256. */
  algorithm?: ClientKeyAlgorithm | undefined
}

/** What comes of reading a key. */
type Reading = { value: ClientKey } | { problem: string }

type KeyParameters = Parameters<KeyObject['toCryptoKey']>[0]

const PARAMETERS: Record<ClientKeyAlgorithm, KeyParameters> = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384' },
  ES512: { name: 'ECDSA', namedCurve: 'P-521' },
  EdDSA: { name: 'Ed25519' },
}

const ALGORITHM_OF_CURVE: Readonly<Record<string, ClientKeyAlgorithm>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
}

const MIN_RSA_BITS = 2048

/**
 * Reads a private key. No problem it reports holds any of it.
 *
 * @param text PEM, or a JWK as JSON, whose `kid` and `alg` count where nothing else is said.
 */
export function readClientKey(text: string, wanted: WantedKey): Reading {
  const parsed = parseKey(text)
  if (!parsed) return { problem: NOT_A_KEY }
  const { key, kid, alg } = parsed
  const fitting = algorithmsOf(key)
  const algorithm = fitting.find((name) => name === (wanted.algorithm ?? alg ?? fitting[0]))
  if (fitting.length === 0) return { problem: 'must be an RSA, P-256, P-384, P-521 or Ed25519 key' }
  if (!algorithm) return { problem: `cannot sign that algorithm; this key signs ${fitting.join(' or ')}` }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? MIN_RSA_BITS
  if (bits < MIN_RSA_BITS) return { problem: `is too short; an RSA key has ${MIN_RSA_BITS} bits or more` }
  return {
    value: {
      key: key.toCryptoKey(PARAMETERS[algorithm], false, ['sign']),
      keyId: wanted.keyId ?? kid,
    },
  }
}

const NOT_A_KEY =
  'must be a private key: PEM that begins with -----BEGIN PRIVATE KEY-----, without a passphrase, or a JWK as JSON'

interface ParsedKey {
  key: KeyObject
  kid?: string | undefined
  alg?: string | undefined
}

function parseKey(text: string): ParsedKey | undefined {
  try {
    if (!text.trimStart().startsWith('{')) return { key: createPrivateKey(text) }
    const jwk = JSON.parse(text)
    return { key: createPrivateKey({ key: jwk, format: 'jwk' }), kid: named(jwk.kid), alg: named(jwk.alg) }
  } catch {
    // What OpenSSL or the JSON parser say may quote the key.
    return undefined
  }
}

function named(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): ClientKeyAlgorithm[] {
  if (asymmetricKeyType === 'rsa') return ['RS256', 'PS256']
  if (asymmetricKeyType === 'ed25519') return ['EdDSA']
  const algorithm = ALGORITHM_OF_CURVE[asymmetricKeyDetails?.namedCurve ?? '']
  return algorithm ? [algorithm] : []
}
