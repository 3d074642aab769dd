import { createHash } from 'node:crypto'
import { decodeJwt, errors, type JWSHeaderParameters } from 'jose'
import {
  type AuthorizationServer,
  getValidatedIdTokenClaims,
  type IDToken,
  type TokenEndpointResponse,
} from 'oauth4webapi'
import { z } from 'zod'
import type { Provider } from '../providers/provider.ts'
import { MAX_TOKEN_AGE_SECONDS, verifyProviderJwt } from './provider-jwt.ts'
import type { TokenSet } from './token-set.ts'

/** The claims that anything here rests on; others are judged by whoever reads them. */
const claimsSchema = z.object({
  iss: z.string(),
  // Longer than any subject may be, and it becomes part of keys and names.
  sub: z.string().min(1).max(255),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  iat: z.number(),
  nonce: z.string().optional(),
  azp: z.string().optional(),
  auth_time: z.number().optional(),
  acr: z.string().optional(),
  at_hash: z.string().optional(),
})

/**
 * Verifies what oauth4webapi leaves open of an ID token: the signature, the kind of token, its time of issue, the
 * types of its claims, a lone `azp` and `at_hash`. Issuer, audience, expiry, nonce and the age of the
 * authentication it has compared by then. Like the library this goes by the clock of the process.
 *
 * @param body As the library has processed it.
 * @param now Epoch milliseconds, for the age of the provider's keys.
 * @returns undefined where no ID token is there, or none is looked for: then nobody has verified it.
 * @throws {errors.JOSEError} it is not to be believed.
 * @throws {BffError} `provider_unavailable` (503): the provider's keys cannot be had.
 * @see OpenID Connect Core sections 2, 3.1.3.7 and 3.1.3.8
 */
export async function verifyIdToken(
  provider: Provider,
  server: AuthorizationServer,
  body: TokenEndpointResponse,
  now: number,
): Promise<IDToken | undefined> {
  const claims = getValidatedIdTokenClaims(body)
  if (!provider.issuesIdToken || !claims || body.id_token === undefined) return undefined

  const { protectedHeader } = await verifyProviderJwt(provider, server, body.id_token, {
    source: 'provider',
    now,
    maxTokenAge: MAX_TOKEN_AGE_SECONDS,
  })
  if (!isIdTokenType(protectedHeader)) throw refused('it is a token of another kind')
  const { data } = claimsSchema.safeParse(claims)
  if (!data) throw refused('a claim is not of its type')
  if (data.azp !== undefined && data.azp !== provider.client.client_id) throw refused('azp is another client')
  if (data.at_hash !== undefined && data.at_hash !== hashOf(body.access_token, protectedHeader))
    throw refused('at_hash is of another access token')
  return claims
}

/**
 * Refuses an ID token that came with a refresh and is not of the login that the tokens are from.
 *
 * @throws {errors.JOSEError}
 * @see OpenID Connect Core section 12.2
 */
export function assertSameLogin({ subject, idToken }: TokenSet, claims: IDToken): void {
  if (subject !== undefined && claims.sub !== subject) throw refused('it is of another subject')
  const former = idToken === undefined ? undefined : decodeJwt(idToken)
  if (!former) return

  if (claims.azp !== former.azp) throw refused('azp has changed')
  for (const name of ['auth_time', 'nonce'] as const) {
    const isChanged = claims[name] !== undefined && former[name] !== undefined
    if (isChanged && claims[name] !== former[name]) throw refused(`${name} has changed`)
  }
}

/** Many send no `typ`. One that names another kind of token must not pass for this one (RFC 8725 section 3.11). */
function isIdTokenType({ typ }: JWSHeaderParameters): boolean {
  return typ === undefined || /^(application\/)?jwt$/i.test(typ)
}

/** The left half of the hash that belongs to the token's algorithm, EdDSA's being SHA-512. */
function hashOf(accessToken: string, { alg = '' }: JWSHeaderParameters): string {
  const [bits = '512'] = /(256|384|512)$/.exec(alg) ?? []
  const digest = createHash(`sha${bits}`).update(accessToken).digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}

function refused(why: string): errors.JWTInvalid {
  return new errors.JWTInvalid(`the ID token is refused: ${why}`)
}
