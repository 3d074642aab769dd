import type { ProviderId } from './register.ts'
import { toReturnPath } from './return-to.ts'

/** What a login or a connect may ask for. */
export interface LoginOptions {
  /** Which provider to sign in with. Default: the client's `provider` option. */
  provider?: ProviderId | undefined
  /** Local path to land on afterwards. Default: the current path, query and fragment. */
  returnTo?: string | undefined
  /** Scopes to ask for besides those the BFF is configured with. */
  scopes?: readonly string[] | undefined
  /** How the provider is to treat somebody it already knows. */
  prompt?: 'login' | 'consent' | 'select_account' | 'none' | undefined
  /** Login name or email to fill in at the provider. */
  loginHint?: string | undefined
  /** Seconds after which an earlier sign-in at the provider is too old. */
  maxAge?: number | undefined
}

/**
 * Builds the address a navigation follows to sign in or to connect an account.
 *
 * @param route `/bff/login` or `/bff/connect`, without the provider.
 * @param href Full URL of the current page, the default of `returnTo`; absent on a server.
 */
export function buildLoginUrl(
  route: string,
  provider: ProviderId,
  options: LoginOptions,
  href: string | undefined,
): string {
  const wanted = {
    returnTo: toReturnPath(options.returnTo, href),
    scope: options.scopes?.join(' '),
    prompt: options.prompt,
    login_hint: options.loginHint,
    max_age: options.maxAge?.toString(),
  }
  const given = Object.entries(wanted).filter((entry): entry is [string, string] => !!entry[1])
  return `${route}/${provider}?${new URLSearchParams(given)}`
}
