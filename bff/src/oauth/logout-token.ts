import { decodeProtectedHeader, errors, type JWTPayload } from 'jose'
import type { AuthorizationServer } from 'oauth4webapi'
import { z } from 'zod'
import { BffError } from '../errors.ts'
import type { Provider } from '../providers/provider.ts'
import { CLOCK_SKEW_SECONDS, MAX_TOKEN_AGE_SECONDS, verifyProviderJwt } from './provider-jwt.ts'

/** What a provider says has ended: one of its sessions, or all it has of a person. */
export type LogoutToken = {
  /** Names the token; never seen twice. */
  jti: string
  /** Epoch milliseconds, rounded down to the second: what began later is not meant. */
  issuedAt: number
  /** Epoch milliseconds after which the token is refused for its age alone. */
  validUntil: number
} & ({ sid: string; sub?: string | undefined } | { sid?: undefined; sub: string })

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'

const claimsSchema = z
  .object({
    jti: z.string().min(1),
    iat: z.number(),
    exp: z.number(),
    sub: z.string().min(1).optional(),
    sid: z.string().min(1).optional(),
    events: z.looseObject({ [EVENT]: z.record(z.string(), z.unknown()) }),
    // An ID token has one: it must not pass for a logout token, nor the other way round.
    nonce: z.never().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined)

/**
 * Verifies a logout token: who signed it, for whom and when, and that it is one. Whether it was
 * seen before is for the caller to remember.
 *
 * @param now Epoch milliseconds.
 * @throws {BffError} `invalid_request` (400): it is not a logout token of this provider for this client.
 * @throws {BffError} `provider_unavailable` (503): the provider's keys cannot be had; it may send the token again.
 * @see OpenID Connect Back-Channel Logout 1.0 sections 2.4 and 2.6, RFC 8725 section 3
 */
export async function verifyLogoutToken(
  provider: Provider,
  token: string,
  now: number,
): Promise<LogoutToken> {
  const server = await provider.server()
  try {
    return toLogoutToken(await verifyClaims(provider, server, token, now))
  } catch (error) {
    throw asLogoutError(error)
  }
}

async function verifyClaims(
  provider: Provider,
  server: AuthorizationServer,
  token: string,
  now: number,
): Promise<JWTPayload> {
  const { client, acceptsUntypedLogoutTokens } = provider
  const isUntyped = decodeProtectedHeader(token).typ === undefined
  const { payload } = await verifyProviderJwt(provider, server, token, {
    source: 'anybody',
    now,
    maxTokenAge: MAX_TOKEN_AGE_SECONDS,
    issuer: server.issuer,
    audience: client.client_id,
    ...(isUntyped && acceptsUntypedLogoutTokens ? {} : { typ: 'logout+jwt' }),
    currentDate: new Date(now),
  })
  return payload
}

function toLogoutToken(payload: JWTPayload): LogoutToken {
  const { jti, iat, exp, sub, sid } = claimsSchema.parse(payload)
  const validUntil = (Math.min(exp, iat + MAX_TOKEN_AGE_SECONDS) + CLOCK_SKEW_SECONDS) * 1000
  const issued = { jti, issuedAt: Math.floor(iat) * 1000, validUntil }
  return sid === undefined ? { ...issued, sub: sub as string } : { ...issued, sid, sub }
}

function asLogoutError(cause: unknown): unknown {
  // jose reports a header that is no JSON as a TypeError.
  const isRefusal =
    cause instanceof errors.JOSEError || cause instanceof z.ZodError || cause instanceof TypeError
  return isRefusal ? new BffError('invalid_request', 'The logout token is not valid.', { cause }) : cause
}
