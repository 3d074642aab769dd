import type { BrowserContext, Cookie } from '@playwright/test'

/** The cookies of design section 3, as they are named over https. */
export const COOKIE_NAMES = {
  session: '__Host-Http-coatcheck',
  hint: '__Host-coatcheck-hint',
  loginPrefix: '__Host-Http-coatcheck-login-',
} as const

/** Finds the session cookie; throws when the browser has none. */
export async function sessionCookie(context: BrowserContext, appUrl: string): Promise<Cookie> {
  const cookie = (await context.cookies(appUrl)).find(({ name }) => name === COOKIE_NAMES.session)
  if (!cookie) throw new Error('the browser has no session cookie')
  return cookie
}

/** The cookies of logins under way. */
export async function loginCookies(context: BrowserContext, appUrl: string): Promise<Cookie[]> {
  return (await context.cookies(appUrl)).filter(({ name }) => name.startsWith(COOKIE_NAMES.loginPrefix))
}
