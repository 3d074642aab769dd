import { NO_PROTECTIONS } from '../config/protection-fields.ts'
import type { GoogleConfig } from '../config/provider-schema.ts'
import { revokeToken } from './endpoint-revocation.ts'
import { oidc } from './oidc.ts'
import type { Provider, ProviderSurroundings } from './provider.ts'
import { spaceSeparated } from './scope-list.ts'

/** Google grants the short names under its own long ones. */
const SCOPE_ALIASES: Readonly<Record<string, string>> = {
  'https://www.googleapis.com/auth/userinfo.email': 'email',
  'https://www.googleapis.com/auth/userinfo.profile': 'profile',
}

/**
 * Google: OpenID Connect by discovery. A refresh token comes with a person's first consent only,
 * and revoking any token ends the grant on all of their devices, so a logout does not revoke.
 */
export function google(id: string, options: GoogleConfig, around: ProviderSurroundings): Provider {
  const { clientSecret, ...settings } = options
  const standard = oidc(
    id,
    {
      ...settings,
      ...NO_PROTECTIONS,
      type: 'oidc',
      clientAuth: { method: 'client_secret_post', secret: clientSecret },
      idTokenAlg: 'RS256',
      requireIss: false,
      trustEmail: false,
      authorizationParameters: { access_type: 'offline', include_granted_scopes: 'true' },
    },
    around,
  )
  return {
    ...standard,
    revokesAtLogout: false,
    asksConsentForRefreshToken: true,
    parseScope: (scope) => spaceSeparated(scope).map(shortScope),
    scopesGranting,
    revoke: ({ refreshToken, accessToken }) =>
      refreshToken === undefined
        ? revokeToken(standard, accessToken, 'access_token')
        : revokeToken(standard, refreshToken, 'refresh_token'),
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
