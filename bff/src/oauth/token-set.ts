import type { IDToken, TokenEndpointResponse } from 'oauth4webapi'
import { z } from 'zod'
import { dpopKeySchema } from './dpop-key.ts'

/** Shape of a token set at rest. */
export const tokenSetSchema = z.strictObject({
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  idToken: z.string().optional(),
  /** Subject of the ID token; one that comes with a refresh must have the same. */
  subject: z.string().optional(),
  /** Granted scopes, in the names the configuration uses. */
  scope: z.array(z.string()),
  /** Epoch milliseconds; absent when the provider named no end. */
  expiresAt: z.number().optional(),
  /** Tokens that are each for one resource, by its name. */
  forResources: z
    .record(
      z.string(),
      z.strictObject({
        accessToken: z.string(),
        scope: z.array(z.string()),
        expiresAt: z.number().optional(),
      }),
    )
    .optional(),
  /** The key these tokens are bound to; absent for bearer tokens. */
  dpopKey: dpopKeySchema.optional(),
})

/** The tokens of one account; the only shape in which tokens travel inside the BFF. */
export type TokenSet = z.output<typeof tokenSetSchema>

/** A year: what a provider may claim at most before the claim is not believed. */
const MAX_EXPIRES_IN_SECONDS = 365 * 24 * 60 * 60

/**
 * Turns a validated token response into our form.
 *
 * @param scope Granted scopes; the provider's mapper reads them from the response.
 * @param now Epoch milliseconds, to turn `expires_in` (seconds) into `expiresAt`.
 * @param claims Of the ID token, once it is verified; without them the ID token is not kept.
 * @returns `expiresAt` is absent when `expires_in` is absent or makes no sense: the token is then
 *   used until the upstream refuses it.
 */
export function toTokenSet(
  body: TokenEndpointResponse,
  scope: string[],
  now: number,
  claims: IDToken | undefined,
): TokenSet {
  return {
    accessToken: body.access_token,
    scope,
    ...(body.refresh_token === undefined ? {} : { refreshToken: body.refresh_token }),
    ...(body.id_token === undefined || !claims ? {} : { idToken: body.id_token, subject: claims.sub }),
    ...(isPlausible(body.expires_in) ? { expiresAt: now + body.expires_in * 1000 } : {}),
  }
}

function isPlausible(expiresIn: number | undefined): expiresIn is number {
  return expiresIn !== undefined && expiresIn > 0 && expiresIn <= MAX_EXPIRES_IN_SECONDS
}
