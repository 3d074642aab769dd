import { type CryptoKey, importJWK } from 'jose'
import * as oauth from 'oauth4webapi'
import { DPOP_ALGORITHM, type DpopKey } from './dpop-key.ts'
import type { DpopNonces } from './dpop-nonces.ts'

/** A request to an upstream, as a proof tells of it. */
export interface ProvenRequest {
  readonly method: string
  /** The proof names it without query and fragment. */
  readonly url: URL
  /** The token that goes along; the proof holds its hash. */
  readonly accessToken: string
  /** The one a challenge has just asked for. Default: the newest of that origin. */
  readonly nonce?: string | undefined
}

/** Proves possession of one key. Each proof is made for one request and is never used again. */
export class DpopProver {
  readonly nonces: DpopNonces
  readonly #keyPair: oauth.CryptoKeyPair

  /** Use {@link createDpopProver}. */
  constructor(keyPair: oauth.CryptoKeyPair, nonces: DpopNonces) {
    this.#keyPair = keyPair
    this.nonces = nonces
  }

  /**
   * Makes what oauth4webapi's requests prove themselves with.
   *
   * @param chosen Yields a nonce that wins over the newest one.
   */
  handle(chosen: () => string | undefined = () => undefined): oauth.DPoPHandle {
    return oauth.DPoP({}, this.#keyPair, {
      [oauth.modifyAssertion]: (_header, claims) => {
        // The library's own memory of nonces ends with the handle, and belongs to one key.
        const nonce = chosen() ?? this.nonces.newest(new URL(String(claims.htu)).origin)
        if (nonce !== undefined) claims.nonce = nonce
      },
    })
  }

  /**
   * Makes the proof of a request that somebody else sends.
   *
   * @see RFC 9449 section 7.1
   */
  async prove({ method, url, accessToken, nonce }: ProvenRequest): Promise<string> {
    let proof: string | undefined
    await oauth.protectedResourceRequest(accessToken, method, url, undefined, undefined, {
      DPoP: this.handle(() => nonce),
      // Nothing is sent from here; where calls may go was judged when the configuration was read.
      [oauth.allowInsecureRequests]: true,
      [oauth.customFetch]: async (_url, { headers }) => {
        proof = headers.dpop
        return new Response()
      },
    })
    if (proof === undefined) throw new TypeError('no proof was made')
    return proof
  }
}

/** Reads a key as it was stored. */
export async function createDpopProver(key: DpopKey, nonces: DpopNonces): Promise<DpopProver> {
  const { d: _private, ...publicHalf } = key
  const [privateKey, publicKey] = await Promise.all([
    importKey(key, false),
    // Proofs show this half.
    importKey(publicHalf, true),
  ])
  return new DpopProver({ privateKey, publicKey }, nonces)
}

async function importKey(jwk: Omit<DpopKey, 'd'>, extractable: boolean): Promise<CryptoKey> {
  const key = await importJWK(jwk, DPOP_ALGORITHM, { extractable })
  if (key instanceof Uint8Array) throw new TypeError('a proof key is never a shared secret')
  return key
}
