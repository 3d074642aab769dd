import type { IncomingHttpHeaders } from 'node:http'
import type { BoundGrant } from '../session/access.ts'
import type { Upstream } from './upstream.ts'

/** A call as its proof tells of it. */
interface ProvenCall {
  readonly upstream: Pick<Upstream, 'rewriteScope'>
  readonly method: string
  /** Path below the upstream, in normal form. */
  readonly path: string
  /** The one that a challenge has just asked for. */
  readonly nonce?: string | undefined
}

/**
 * Makes the headers of one sending of a call: the token, and the proof that it comes from whom it was issued to.
 *
 * @returns Names and values by turns.
 * @see RFC 9449 sections 4.2 and 7.1
 */
export async function buildProofHeaders(
  { dpop, accessToken }: BoundGrant,
  { upstream, method, path, nonce }: ProvenCall,
): Promise<string[]> {
  const { origin, basePath } = upstream.rewriteScope
  const url = new URL(origin + (`${basePath}${path}` || '/'))
  const proof = await dpop.prove({ method, url, accessToken, nonce })
  return ['authorization', `DPoP ${accessToken}`, 'dpop', proof]
}

/** Remembers the nonce that an answer brings for the next call to that upstream. */
export function learnNonce(
  { dpop }: BoundGrant,
  { rewriteScope }: Pick<Upstream, 'rewriteScope'>,
  headers: IncomingHttpHeaders,
): void {
  dpop.nonces.learn(rewriteScope.origin, nonceIn(headers))
}

/**
 * Finds the nonce that a 401 asks for.
 *
 * @returns undefined when it is a refusal for another reason.
 * @see RFC 9449 section 9
 */
export function challengedNonce(headers: IncomingHttpHeaders): string | undefined {
  const challenge = String(headers['www-authenticate'] ?? '')
  const isAskedFor =
    /(?:^|,)\s*dpop\s/i.test(challenge) && /\berror\s*=\s*"?use_dpop_nonce(?:"|,|\s|$)/i.test(challenge)
  return isAskedFor ? nonceIn(headers) : undefined
}

function nonceIn(headers: IncomingHttpHeaders): string | undefined {
  const nonce = headers['dpop-nonce']
  return typeof nonce === 'string' ? nonce : undefined
}
