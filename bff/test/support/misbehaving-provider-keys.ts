import {
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose'
import { GOOGLE_PATHS, type GoogleProvider } from './google-provider.ts'
import { jsonAnswer } from './test-provider.ts'

/** A key that a provider signs with, beside the one it has from the start. */
export interface ProviderKey {
  /** As it stands in the key set. */
  readonly jwk: JWK
  /** Signs claims, under the name of the key if it has one. */
  sign(claims: JWTPayload, header?: Partial<JWTHeaderParameters>): Promise<string>
}

/** Makes a key; without a `kid` it has no name, neither in the key set nor in tokens. */
export async function aProviderKey(kid: string | undefined, alg = 'RS256'): Promise<ProviderKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg)
  const named = kid === undefined ? {} : { kid }
  return {
    jwk: { ...(await exportJWK(publicKey)), ...named, alg, use: 'sig' },
    sign: (claims, header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT', ...named, ...header }).sign(privateKey),
  }
}

/** Publishes these keys and no others from now on. */
export function publishKeys(google: GoogleProvider, ...keys: readonly Pick<ProviderKey, 'jwk'>[]): void {
  google.interfere(GOOGLE_PATHS.keys, () => jsonAnswer(200, { keys: keys.map(({ jwk }) => jwk) }))
}

/** Signs with a new key from now on, and publishes it and nothing else. */
export async function changeKeys(google: GoogleProvider, kid: string): Promise<ProviderKey> {
  const key = await aProviderKey(kid)
  publishKeys(google, key)
  google.forgeIdToken = (claims) => key.sign(claims)
  return key
}
