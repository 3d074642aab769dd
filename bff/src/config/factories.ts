import type { ConfigInput } from './config-input.ts'
import type { GithubInput, GoogleInput, Oauth2Input, OidcInput } from './provider-input.ts'
import type { ClientCredentialsInput, TokenExchangeInput, UserTokenInput } from './upstream-input.ts'

/** Types a configuration while it is written; checks happen at start. Returns its argument. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config
}

/** Configures GitHub as a provider; `baseUrl` and `apiBaseUrl` lead to a GitHub Enterprise Server. */
export function github(options: Omit<GithubInput, 'type'>): GithubInput {
  return { type: 'github', ...options }
}

/** Configures Google as a provider. */
export function google(options: Omit<GoogleInput, 'type'>): GoogleInput {
  return { type: 'google', ...options }
}

/** Configures any OpenID provider, known by its issuer; the rest is discovered. */
export function oidc(options: Omit<OidcInput, 'type'>): OidcInput {
  return { type: 'oidc', ...options }
}

/** Configures any OAuth 2.0 server by its endpoints, and where it says whose account a token is for. */
export function oauth2(options: Omit<Oauth2Input, 'type'>): Oauth2Input {
  return { type: 'oauth2', ...options }
}

/**
 * Makes an upstream receive the signed-in person's access token at a provider.
 *
 * @param options `scopes`: without them a call is refused before it is made.
 */
export function userToken(
  provider: string,
  options: Omit<UserTokenInput, 'type' | 'provider'> = {},
): UserTokenInput {
  return { type: 'userToken', provider, ...options }
}

/**
 * Makes an upstream receive this server's own access token at a provider, the same for all people who are signed in.
 *
 * @param options `scopes` and `resource`: what to ask for.
 */
export function clientCredentials(
  provider: string,
  options: Omit<ClientCredentialsInput, 'type' | 'provider'> = {},
): ClientCredentialsInput {
  return { type: 'clientCredentials', provider, ...options }
}

/**
 * Makes an upstream receive what the signed-in person's access token is exchanged for.
 *
 * @param options `audience`, and perhaps `resource`: which API the new token is for; `scopes`: what to ask for.
 */
export function tokenExchange(
  provider: string,
  options: Omit<TokenExchangeInput, 'type' | 'provider'>,
): TokenExchangeInput {
  return { type: 'tokenExchange', provider, ...options }
}
