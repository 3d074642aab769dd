import type { ProviderConfig } from '../config/provider-schema.ts'
import { BffError } from '../errors.ts'
import { github } from './github.ts'
import { google } from './google.ts'
import { oauth2 } from './oauth2.ts'
import { oidc } from './oidc.ts'
import type { Provider } from './provider.ts'
import { PROVIDER_TIME_LIMITS, type ProviderTimeLimits } from './provider-http.ts'

/** The configured providers. */
export interface ProviderRegistry {
  readonly ids: readonly string[]
  /** @throws {BffError} `route_not_found` (404): no provider of that id. */
  get(id: string | undefined): Provider
}

/** What every provider is built with. */
export interface ProviderSettings {
  /**
   * Yields a provider's redirect URI: distinct for each, from the configuration alone
   * (RFC 9700 section 4.4.2.2).
   */
  callbackUrl: (providerId: string) => string
  now: () => number
  timeLimits?: ProviderTimeLimits | undefined
  /** Yields the upstreams that ask for tokens of their own, by the names the provider knows them under. */
  resourcesAt: (providerId: string) => readonly string[]
}

/** Builds every configured provider. Nothing is fetched yet. */
export function createProviderRegistry(
  configured: Readonly<Record<string, ProviderConfig>>,
  settings: ProviderSettings,
): ProviderRegistry {
  const providers = new Map(
    Object.entries(configured).map(([id, options]) => {
      const provider = createProvider(id, options, settings)
      return [id, { ...provider, resources: settings.resourcesAt(id) }]
    }),
  )
  return {
    ids: [...providers.keys()],
    get(id) {
      const provider = id === undefined ? undefined : providers.get(id)
      if (!provider) throw new BffError('route_not_found', 'No provider of that name is configured.')
      return provider
    },
  }
}

function createProvider(
  id: string,
  options: ProviderConfig,
  { callbackUrl, now, timeLimits = PROVIDER_TIME_LIMITS }: ProviderSettings,
): Provider {
  const around = { redirectUri: callbackUrl(id), now, timeLimits }
  switch (options.type) {
    case 'github':
      return github(id, options, around)
    case 'google':
      return google(id, options, around)
    case 'oidc':
      return oidc(id, options, around)
    case 'oauth2':
      return oauth2(id, options, around)
  }
}
