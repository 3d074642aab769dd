import { randomBytes } from 'node:crypto'
import type { ClientMetadata, Configuration } from 'oidc-provider'
import { findPerson } from '../find-person.ts'
import type { GoogleClient } from '../google-options.ts'
import { sendErrorPage } from '../pages/error-page.ts'
import { loadExistingGrant } from './existing-grant.ts'
import { createInteractionPolicy } from './interaction-policy.ts'
import type { OfflineAccess } from './offline-access.ts'
import type { RecordStore } from './record-store.ts'
import { KNOWN_SCOPES } from './scopes.ts'
import { createSigningKeys } from './signing-keys.ts'

/** What the settings depend on. */
export interface ProviderParts {
  issuer: string
  clients: readonly GoogleClient[]
  records: RecordStore
  offlineAccess: OfflineAccess
  /** Read at each issue, so that a test can shorten the lifetime while the emulator runs. */
  accessTokenLifetimeSeconds: () => number
}

const MINUTE_SECONDS = 60
const HOUR_SECONDS = 60 * MINUTE_SECONDS
const DAY_SECONDS = 24 * HOUR_SECONDS
/** A refresh token that is not used for six months dies. */
const IDLE_LIMIT_SECONDS = 180 * DAY_SECONDS

const EMAIL_CLAIMS = ['email', 'email_verified']
const PROFILE_CLAIMS = ['name', 'given_name', 'family_name', 'picture']

/**
 * Builds the oidc-provider settings that make it behave as Google does.
 *
 * Stricter than Google in one point: PKCE is required, because a client of ours that forgets it is a bug.
 */
export function buildProviderSettings(parts: ProviderParts): Configuration {
  return {
    ...endpoints(parts.issuer),
    ...tokens(parts),
    ...people(parts.issuer),
    adapter: parts.records.adapter,
    clients: parts.clients.map(toClientMetadata),
    clientAuthMethods: ['client_secret_post'],
    jwks: createSigningKeys(),
    loadExistingGrant: loadExistingGrant(parts.records),
    interactions: {
      policy: createInteractionPolicy(),
      url: (_ctx, interaction) => `/signin/${interaction.uid}`,
    },
    extraParams: ['access_type', 'include_granted_scopes', 'hd'],
    // Cookies ignore ports: other emulators on the same loopback host must not read or replace these.
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      names: { session: 'google_session', interaction: 'google_signin', resume: 'google_resume' },
    },
    features: {
      devInteractions: { enabled: false },
      // Google has no end_session endpoint, and revokes without client authentication: see revocation.ts.
      rpInitiatedLogout: { enabled: false },
      revocation: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      dPoP: { enabled: false },
    },
  }
}

function endpoints(issuer: string): Configuration {
  return {
    routes: {
      authorization: '/o/oauth2/v2/auth',
      token: '/token',
      userinfo: '/v1/userinfo',
      jwks: '/oauth2/v3/certs',
    },
    discovery: { revocation_endpoint: `${issuer}/revoke` },
    responseTypes: ['code'],
    renderError: ({ res }, out) => sendErrorPage(res, out),
  }
}

function tokens({ offlineAccess, accessTokenLifetimeSeconds }: ProviderParts): Configuration {
  return {
    pkce: { required: () => true },
    issueRefreshToken: (_ctx, _client, code) => offlineAccess.take(code.jti),
    rotateRefreshToken: false,
    expiresWithSession: () => false,
    // The default forgives 15 seconds, which a test with short lifetimes would have to wait for.
    clockTolerance: 0,
    ttl: {
      AccessToken: accessTokenLifetimeSeconds,
      AuthorizationCode: 10 * MINUTE_SECONDS,
      Grant: IDLE_LIMIT_SECONDS,
      IdToken: HOUR_SECONDS,
      Interaction: HOUR_SECONDS,
      RefreshToken: IDLE_LIMIT_SECONDS,
      Session: 14 * DAY_SECONDS,
    },
  }
}

function people(issuer: string): Configuration {
  return {
    scopes: KNOWN_SCOPES,
    claims: {
      openid: ['sub'],
      email: EMAIL_CLAIMS,
      profile: PROFILE_CLAIMS,
      'https://www.googleapis.com/auth/userinfo.email': EMAIL_CLAIMS,
      'https://www.googleapis.com/auth/userinfo.profile': PROFILE_CLAIMS,
    },
    // Google puts the profile into the ID token, not only into the userinfo answer.
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => {
      const person = findPerson(sub)
      if (!person) return undefined
      const [givenName, familyName] = person.name.split(' ')
      const claims = {
        sub,
        email: person.email,
        email_verified: true,
        name: person.name,
        given_name: givenName,
        family_name: familyName,
        picture: `${issuer}/avatar/${sub}.svg`,
      }
      return { accountId: sub, claims: () => claims }
    },
  }
}

function toClientMetadata({ clientId, clientSecret, name, redirectUris }: GoogleClient): ClientMetadata {
  return {
    client_id: clientId,
    client_secret: clientSecret,
    client_name: name,
    redirect_uris: redirectUris,
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_post',
  }
}
