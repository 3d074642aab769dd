import type { ProviderId } from './register.ts'
import { toReturnPath } from './return-to.ts'

/** What a login or a connect may ask for. */
export interface LoginOptions {
  /** Which provider to sign in with. Default: the client's `provider` option. */
  provider?: ProviderId
  /** Local path to land on afterwards. Default: the current path, query and fragment. */
  returnTo?: string
  /** Scopes to ask for besides those the BFF is configured with. */
  scopes?: readonly string[]
  /** How the provider is to treat somebody it already knows. */
  prompt?: 'login' | 'consent' | 'select_account' | 'none'
  /** Login name or email to fill in at the provider. */
  loginHint?: string
  /** Seconds after which an earlier sign-in at the provider is too old. */
  maxAge?: number
}

/**
 * Builds the address a navigation follows to sign in or to connect an account.
 *
 * @param route `/bff/login` or `/bff/connect`, without the provider.
 * @param href Full URL of the current page, the default of `returnTo`.
 */
export function buildLoginUrl(
  route: string,
  provider: ProviderId,
  options: Omit<LoginOptions, 'provider'>,
  href: string | undefined,
): string {
  const query = new URLSearchParams({ returnTo: toReturnPath(options.returnTo, href) })
  const { scopes, prompt, loginHint, maxAge } = options
  if (scopes?.length) query.set('scope', scopes.join(' '))
  if (prompt) query.set('prompt', prompt)
  if (loginHint) query.set('login_hint', loginHint)
  if (maxAge !== undefined) query.set('max_age', `${maxAge}`)
  return `${route}/${encodeURIComponent(provider)}?${query}`
}
