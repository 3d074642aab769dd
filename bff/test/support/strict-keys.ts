import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'

/** What a strict provider may sign with; it has a key for each. */
export type StrictAlgorithm = 'RS256' | 'PS256'

/** Generating a key is slow and tells nothing, so all strict providers of a process share them. */
const keyPairs = { RS256: generateKeyPair('RS256'), PS256: generateKeyPair('PS256') }
const strangerKeyPairs = { RS256: generateKeyPair('RS256'), PS256: generateKeyPair('PS256') }

/** The keys that a strict provider publishes. */
export async function publicKeys(): Promise<JWK[]> {
  return Promise.all(
    Object.entries(keyPairs).map(async ([alg, keyPair]) => {
      const { publicKey } = await keyPair
      return { ...(await exportJWK(publicKey)), kid: keyIdOf(alg), alg, use: 'sig' }
    }),
  )
}

/** Signs claims with the published key of an algorithm. */
export async function signAsCorp(claims: JWTPayload, alg: StrictAlgorithm = 'RS256'): Promise<string> {
  return prepare(claims, alg).sign((await keyPairs[alg]).privateKey)
}

/** Signs claims with a key that nobody has heard of, under the name of the published one. */
export async function signAsStranger(claims: JWTPayload, alg: StrictAlgorithm = 'RS256'): Promise<string> {
  return prepare(claims, alg).sign((await strangerKeyPairs[alg]).privateKey)
}

function prepare(claims: JWTPayload, alg: StrictAlgorithm): SignJWT {
  return new SignJWT(claims).setProtectedHeader({ alg, kid: keyIdOf(alg), typ: 'JWT' })
}

function keyIdOf(alg: string): string {
  return `corp-${alg}`
}
