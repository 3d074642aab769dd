import * as oauth from 'oauth4webapi'
import type { GoogleConfig } from '../config/provider-schema.ts'
import { discoveredServer } from './discovered-server.ts'
import type { Identity, PromptOptions, Provider } from './provider.ts'
import { createProviderHttp, type ProviderTimeLimits } from './provider-http.ts'

/** Google grants the short names under its own long ones. */
const SCOPE_ALIASES: Readonly<Record<string, string>> = {
  'https://www.googleapis.com/auth/userinfo.email': 'email',
  'https://www.googleapis.com/auth/userinfo.profile': 'profile',
}

/**
 * Google: OpenID Connect by discovery. A refresh token comes with a person's first consent only,
 * and revoking any token ends the grant on all of their devices, so a logout does not revoke.
 */
export function google(
  id: string,
  options: GoogleConfig,
  redirectUri: string,
  { now, timeLimits }: { now: () => number; timeLimits: ProviderTimeLimits },
): Provider {
  const http = createProviderHttp(id, options.issuer, { timeLimits })
  const server = discoveredServer(options.issuer, id, http, now)
  const client: oauth.Client = { client_id: options.clientId, id_token_signed_response_alg: 'RS256' }
  const clientAuth = oauth.ClientSecretPost(options.clientSecret)

  return {
    id,
    redirectUri,
    client,
    clientAuth,
    scopes: options.scopes,
    optionalScopes: options.optionalScopes,
    issuesIdToken: true,
    revokesAtLogout: false,
    asksConsentForRefreshToken: true,
    acceptsUntypedLogoutTokens: options.logoutTokenTyp === 'optional',
    http,
    server,
    authorizationParameters,
    parseScope: (scope) => scope.split(' ').filter(Boolean).map(shortScope),
    scopesGranting,
    fetchIdentity: async (_tokens, claims) => toIdentity(claims),
    revoke: async (tokens) => {
      // A refused token (400) is one Google no longer knows; the grant is gone either way.
      const token = tokens.refreshToken ?? tokens.accessToken
      await oauth.revocationRequest(await server(), client, clientAuth, token, http.options)
    },
  }
}

function authorizationParameters({ prompt, loginHint, maxAge }: PromptOptions): Record<string, string> {
  return {
    access_type: 'offline',
    include_granted_scopes: 'true',
    ...(prompt === undefined ? {} : { prompt }),
    ...(loginHint === undefined ? {} : { login_hint: loginHint }),
    ...(maxAge === undefined ? {} : { max_age: String(maxAge) }),
  }
}

/** Who may write may read: `…/auth/tasks` grants what `…/auth/tasks.readonly` does. */
function scopesGranting(scope: string): string[] {
  const short = shortScope(scope)
  return short.endsWith('.readonly') ? [short, short.slice(0, -'.readonly'.length)] : [short]
}

function shortScope(scope: string): string {
  return SCOPE_ALIASES[scope] ?? scope
}

/** Claims are copied one by one: whatever else the token holds goes no further. */
function toIdentity(claims: oauth.IDToken | undefined): Identity {
  if (!claims) throw new TypeError('an ID token was required and is not there')
  const email = claims.email_verified === true ? text(claims.email) : undefined
  const name = text(claims.name)
  const picture = text(claims.picture)
  const sid = text(claims.sid)
  return {
    sub: claims.sub,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email, label: email }),
    ...(picture === undefined ? {} : { picture }),
    ...(sid === undefined ? {} : { sid }),
  }
}

function text(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined
}
