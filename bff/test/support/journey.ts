import type { Browser, BrowserResponse } from './browser.ts'

/** A provider of {@link TestBff}. */
export type ProviderId = 'github' | 'google'

/** Clicks "allow" at the provider, and yields where it sends the browser. */
export async function agreeAt(authorizationUrl: URL): Promise<URL> {
  const response = await fetch(authorizationUrl, { redirect: 'manual' })
  return new URL(response.headers.get('location') ?? '')
}

/** Leaves for the provider, agrees there, and stops in front of the callback. */
export async function reachCallback(
  browser: Browser,
  provider: string,
  query = '',
  kind: 'login' | 'connect' = 'login',
): Promise<URL> {
  const departure = await browser.navigate(`/bff/${kind}/${provider}${query}`)
  return agreeAt(departure.location())
}

/** Comes back from the provider: a navigation another site started, so no Strict cookie goes along. */
export function comeBack(browser: Browser, callbackUrl: URL): Promise<BrowserResponse> {
  return browser.navigate(callbackUrl, { site: 'cross-site' })
}

/** Signs in, consent asked for a second time included; yields the last answer of the callback. */
export async function login(browser: Browser, provider: string, query = ''): Promise<BrowserResponse> {
  return comeBack(browser, await reachCallback(browser, provider, query))
}

/** Connects an account, through the page that carries on by itself; yields the last answer of the callback. */
export async function connect(browser: Browser, provider: string, query = ''): Promise<BrowserResponse> {
  const page = await comeBack(browser, await reachCallback(browser, provider, query, 'connect'))
  return browser.navigate(continueTarget(page))
}

/** Where the page between provider and app carries on to. */
export function continueTarget(page: BrowserResponse): string {
  const [, target] = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(page.text) ?? []
  if (target === undefined) throw new Error(`no page that carries on, but ${page.status} ${page.text}`)
  return target.replace(/&#(\d+);/g, (_reference, code) => String.fromCharCode(Number(code)))
}
