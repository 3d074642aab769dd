import { decodeProtectedHeader, errors, type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose'
import type { AuthorizationServer, Client } from 'oauth4webapi'
import type { Provider } from '../providers/provider.ts'
import { signingKeysOf, type TokenSource } from './signing-keys.ts'

/** How far the provider's clock and ours may be apart, in seconds. */
export const CLOCK_SKEW_SECONDS = 60

/** What a token is made for is done at once: whatever `exp` says, one older than this is not new. */
export const MAX_TOKEN_AGE_SECONDS = 10 * 60

/** What else a token must be than signed by its provider. */
interface JwtExpectations extends Omit<JWTVerifyOptions, 'algorithms' | 'clockTolerance'> {
  /** Default: the one of ID tokens. */
  algorithm?: string | undefined
  source: TokenSource
  /** Epoch milliseconds, for the age of the provider's keys. */
  now: number
}

/**
 * Verifies that a provider signed a token: with one of its published keys and the one
 * algorithm that is expected of it. What the header says of other keys (`jwk`, `jku`, `x5c`, `x5u`) is not read.
 *
 * @throws {errors.JOSEError} the token is not to be believed.
 * @throws {BffError} `provider_unavailable` (503): the provider's keys cannot be had.
 * @see RFC 7515 section 5.2, RFC 8725 sections 3.1 and 3.10
 */
export async function verifyProviderJwt(
  provider: Pick<Provider, 'id' | 'client' | 'http'>,
  server: AuthorizationServer,
  token: string,
  { source, now, algorithm = expectedAlgorithm(provider.client), ...expected }: JwtExpectations,
): Promise<JWTVerifyResult> {
  const keys = signingKeysOf(provider, server)
  const verify = () =>
    jwtVerify(token, keys.find, {
      ...expected,
      algorithms: [algorithm],
      clockTolerance: CLOCK_SKEW_SECONDS,
    })
  const seen = await keys.ready(now)
  try {
    return await verify()
  } catch (error) {
    const isWorthAnother = isOfUnknownKey(error, token) && (await keys.renew(seen, source, now))
    return isWorthAnother ? await verify().catch(refuse) : refuse(error)
  }
}

/**
 * The client with the algorithm spelled out. Without it the library takes any that the server's own metadata
 * lists, and some list `none`.
 *
 * @see OpenID Connect Core section 3.1.3.7, number 7
 */
export function withExpectedAlgorithm(client: Client): Client {
  return { ...client, id_token_signed_response_alg: expectedAlgorithm(client) }
}

/** What ID tokens must be signed with, and what has no algorithm of its own. */
export function expectedAlgorithm({ id_token_signed_response_alg: registered = 'RS256' }: Client): string {
  return registered
}

/** A key without a name can only be tried. */
function isOfUnknownKey(error: unknown, token: string): boolean {
  if (error instanceof errors.JWKSNoMatchingKey) return true
  return (
    error instanceof errors.JWSSignatureVerificationFailed && decodeProtectedHeader(token).kid === undefined
  )
}

/** jose and the platform report some things that are wrong with a key, or with a header, as errors of the language. */
function refuse(error: unknown): never {
  const isOfTheLanguage = error instanceof TypeError || error instanceof DOMException
  throw isOfTheLanguage ? new errors.JWTInvalid('the token cannot be verified', { cause: error }) : error
}
