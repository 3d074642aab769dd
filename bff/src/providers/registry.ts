import type { ProviderConfig } from '../config/provider-schema.ts'
import { BffError } from '../errors.ts'
import { github } from './github.ts'
import { google } from './google.ts'
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
}

/** Builds every configured provider. Nothing is fetched yet. */
export function createProviderRegistry(
  configured: Readonly<Record<string, ProviderConfig>>,
  settings: ProviderSettings,
): ProviderRegistry {
  const providers = new Map(
    Object.entries(configured).map(([id, options]) => [id, createProvider(id, options, settings)]),
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
  switch (options.type) {
    case 'github':
      return github(id, options, callbackUrl(id), timeLimits)
    case 'google':
      return google(id, options, callbackUrl(id), { now, timeLimits })
  }
}
