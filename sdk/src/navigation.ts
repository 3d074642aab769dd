import type { Environment } from './environment.ts'
import type { LeavePage } from './leave-page.ts'
import { buildLoginUrl, type LoginOptions } from './login-url.ts'
import type { ProviderId } from './register.ts'

/** The ways to a provider; each promise stays open, as the page is about to end. */
export interface Navigation {
  /** Leaves for the provider. */
  login(options?: LoginOptions): Promise<never>
  /** Address of a login, for a plain link. @throws {TypeError} No provider is named anywhere. */
  loginUrl(options?: LoginOptions): string
  /** Leaves to link an account, or to widen one: the BFF asks for what it has and what is wanted. */
  connect(provider: ProviderId, options?: Omit<LoginOptions, 'provider'>): Promise<never>
}

/** Where the ways to a provider start. */
export interface NavigationOptions {
  basePath: string
  /** Provider of a login that names none. */
  defaultProvider: ProviderId | undefined
  leave: LeavePage
}

/** Creates the ways to a provider. */
export function createNavigation(
  { basePath, defaultProvider, leave }: NavigationOptions,
  { page }: Environment,
): Navigation {
  function loginUrl({ provider = defaultProvider, ...options }: LoginOptions = {}): string {
    if (!provider)
      throw new TypeError('Name a provider: login({ provider }) or createAuthClient({ provider })')
    return buildLoginUrl(`${basePath}/login`, provider, options, page?.location.href)
  }

  return {
    loginUrl,
    login: async (options) => leave(loginUrl(options)),
    connect: async (provider, options = {}) =>
      leave(buildLoginUrl(`${basePath}/connect`, provider, options, page?.location.href)),
  }
}
