import { randomUUID } from 'node:crypto'
import type { JWTHeaderParameters, JWTPayload } from 'jose'
import type { TestBff } from './start-bff.ts'

/** The event that makes a token a logout token. */
export const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout'

/** Whose session ended at the provider; or any other claim, `undefined` to leave one out. */
export type LogoutClaims = Readonly<Record<string, unknown>>

/** Claims of an honest logout token made now, and one claim that nobody knows. */
export function logoutClaims({ google, clock }: TestBff, claims: LogoutClaims): JWTPayload {
  const iat = Math.floor(clock.now() / 1000)
  return {
    iss: google.origin,
    aud: google.clientId,
    jti: randomUUID(),
    iat,
    exp: iat + 120,
    events: { [LOGOUT_EVENT]: {} },
    'https://provider.example/unknown': true,
    ...claims,
  }
}

/** A logout token as the provider sends it; claims and header fields that are `undefined` are left out. */
export function logoutToken(
  bff: TestBff,
  claims: LogoutClaims,
  header: { [Name in keyof JWTHeaderParameters]?: JWTHeaderParameters[Name] | undefined } = {},
): Promise<string> {
  const typed = { typ: 'logout+jwt', ...header }
  return bff.google.sign(logoutClaims(bff, claims), typed as JWTHeaderParameters)
}

/** The provider's call: no cookie, no header of ours. */
export function tellLogout(
  bff: TestBff,
  body: string | URLSearchParams | Blob,
  provider = 'google',
): Promise<Response> {
  return fetch(`http://127.0.0.1:${bff.port}/bff/backchannel-logout/${provider}`, { method: 'POST', body })
}

/** A form with one logout token. */
export function logoutForm(token: string): URLSearchParams {
  return new URLSearchParams({ logout_token: token })
}

/** Makes ID tokens name the provider's session from now on. */
export function nameSession({ google }: TestBff, sid: string): void {
  google.forgeIdToken = (claims) => google.sign({ ...claims, sid })
}
