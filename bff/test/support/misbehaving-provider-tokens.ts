import { base64url, CompactEncrypt, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { GOOGLE_PATHS, type GoogleProvider } from './google-provider.ts'
import { aProviderKey, publishKeys } from './misbehaving-provider-keys.ts'
import { withMembers } from './test-provider.ts'

/** Bends an honest provider; it stays bent. */
export type Fault = (google: GoogleProvider) => void | Promise<void>

/** ID tokens whose claims are not what they must be, signed as an honest one. */
export const CLAIM_FAULTS = {
  'iss altered': claims(({ iss }) => ({ iss: `${iss}1` })),
  'iss missing': claims(() => ({ iss: undefined })),
  'sub missing': claims(() => ({ sub: undefined })),
  'aud altered': claims(({ aud }) => ({ aud: `${aud}1`, azp: undefined })),
  'aud missing': claims(() => ({ aud: undefined, azp: undefined })),
  'aud with a stranger': claims(({ aud }) => ({ aud: [aud as string, 'stranger'], azp: undefined })),
  'iat missing': claims(() => ({ iat: undefined })),
  'exp missing': claims(() => ({ exp: undefined })),
  'exp six minutes ago': claims(({ iat }) => ({ exp: Number(iat) - 360 })),
  'nonce altered': claims(({ nonce }) => ({ nonce: `${nonce}1` })),
  'nonce missing': claims(() => ({ nonce: undefined })),
  'at_hash altered': claims(() => ({ at_hash: 'A'.repeat(22) })),
} satisfies Record<string, Fault>

/** ID tokens with the right claims that nobody can be sure of. */
export const SIGNATURE_FAULTS = {
  'alg none': (google) => {
    offerEveryAlgorithm(google)
    google.forgeIdToken = (honest) => new UnsecuredJWT(honest).encode()
  },
  'RS256 signature broken': (google) => {
    google.forgeIdToken = async (honest) => broken(await google.sign(honest))
  },
  'ES256 signature broken': async (google) => {
    offerEveryAlgorithm(google)
    const key = await aProviderKey('ec-1', 'ES256')
    publishKeys(google, key)
    google.forgeIdToken = async (honest) => broken(await key.sign(honest))
  },
  'HS256 signature broken': (google) => {
    offerEveryAlgorithm(google)
    google.forgeIdToken = async (honest) => broken(await signWithSecret(honest, google.clientSecret))
  },
  'HS256 with the client secret': (google) => {
    offerEveryAlgorithm(google)
    google.forgeIdToken = (honest) => signWithSecret(honest, google.clientSecret)
  },
  'no kid, several keys': async (google) => {
    const [key, other] = [await aProviderKey(undefined), await aProviderKey(undefined)]
    publishKeys(google, key, other)
    google.forgeIdToken = (honest) => key.sign(honest)
  },
  encrypted: async (google) => {
    const { publicKey } = await generateKeyPair('RSA-OAEP-256')
    google.forgeIdToken = async (honest) =>
      new CompactEncrypt(new TextEncoder().encode(await google.sign(honest)))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' })
        .encrypt(publicKey)
  },
  'spelled as JSON': (google) => {
    google.forgeIdToken = async (honest) => {
      const [header, payload, signature] = (await google.sign(honest)).split('.')
      return JSON.stringify({ protected: header, payload, signature })
    }
  },
} satisfies Record<string, Fault>

/** Changes claims of every ID token; `undefined` leaves one out. */
export function claims(change: (honest: JWTPayload) => Record<string, unknown>): Fault {
  return (google) => {
    google.forgeIdToken = (honest) => google.sign({ ...honest, ...change(honest) })
  }
}

/** Metadata that would allow anything: what counts is what the client expects. */
function offerEveryAlgorithm(google: GoogleProvider): void {
  const everything = ['none', 'HS256', 'RS256', 'ES256']
  google.interfere(GOOGLE_PATHS.metadata, withMembers({ id_token_signing_alg_values_supported: everything }))
}

function signWithSecret(payload: JWTPayload, secret: string): Promise<string> {
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
    .sign(Buffer.from(secret.padEnd(32)))
}

/** One bit in the middle of the signature is another. */
function broken(token: string): string {
  const [header, payload, signature = ''] = token.split('.')
  const bytes = base64url.decode(signature)
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  return [header, payload, base64url.encode(bytes)].join('.')
}
