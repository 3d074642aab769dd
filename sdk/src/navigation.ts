import type { AuthStore } from './auth-store.ts'
import type { Environment } from './environment.ts'
import { buildLoginUrl, type LoginOptions } from './login-url.ts'
import type { ProviderId } from './register.ts'
import { toReturnPath } from './return-to.ts'

/** The ways out of the page; each promise stays open, as the page is about to end. */
export interface Navigation {
  login(options?: LoginOptions): Promise<never>
  loginUrl(options?: LoginOptions): string
  connect(provider: ProviderId, options?: Omit<LoginOptions, 'provider'>): Promise<never>
  /** Goes where the BFF said, or else to a local path. */
  leave(redirectTo: string | null, returnTo: string | undefined): Promise<void>
}

/** Creates the ways out of the page. */
export function createNavigation(
  basePath: string,
  defaultProvider: ProviderId | undefined,
  store: AuthStore<unknown>,
  environment: Environment,
): Navigation {
  const go = createGo(environment)

  function loginUrl({ provider = defaultProvider, ...options }: LoginOptions = {}): string {
    if (!provider) {
      throw new TypeError('Name a provider: login({ provider }), or createAuthClient({ provider }) for all.')
    }
    return buildLoginUrl(`${basePath}/login`, provider, options, environment.href())
  }

  return {
    loginUrl,
    login: async (options) => go(loginUrl(options)),
    async connect(provider, options = {}) {
      const granted = store.state.session?.connections.find((one) => one.provider === provider)?.scopes ?? []
      // The new grant replaces the old one, so it has to ask for both.
      const scopes = options.scopes && [...new Set([...granted, ...options.scopes])]
      const wanted = { ...options, ...(scopes && { scopes }) }
      return go(buildLoginUrl(`${basePath}/connect`, provider, wanted, environment.href()))
    },
    async leave(redirectTo, returnTo) {
      if (redirectTo && /^https?:/.test(new URL(redirectTo, environment.href()).protocol))
        await go(redirectTo)
      else if (returnTo !== undefined) await go(toReturnPath(returnTo, environment.href()))
    },
  }
}

// A second call while the browser is on its way does nothing, so a double click starts one login; a page
// that comes back out of the back/forward cache may leave again.
function createGo(environment: Environment): (url: string) => Promise<never> {
  let isLeaving = false
  return (url) => {
    if (!isLeaving) {
      isLeaving = true
      const stop = environment.onPageEvent((event) => {
        if (event !== 'restore') return
        isLeaving = false
        stop()
      })
      environment.navigate(url)
    }
    return new Promise(() => {})
  }
}
