import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'

const KEY_ID = 'corp-1'

/** Generating a key is slow and tells nothing, so all strict providers of a process share them. */
const keyPair = generateKeyPair('RS256', { extractable: true })
const strangerKeyPair = generateKeyPair('RS256')

/** The key that a strict provider publishes. */
export async function publicKey(): Promise<JWK> {
  return { ...(await exportJWK((await keyPair).publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' }
}

/** Signs claims with the published key. */
export async function signAsCorp(claims: JWTPayload): Promise<string> {
  return prepare(claims).sign((await keyPair).privateKey)
}

/** Signs claims with a key that nobody has heard of, under the name of the published one. */
export async function signAsStranger(claims: JWTPayload): Promise<string> {
  return prepare(claims).sign((await strangerKeyPair).privateKey)
}

function prepare(claims: JWTPayload): SignJWT {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: KEY_ID, typ: 'JWT' })
}
