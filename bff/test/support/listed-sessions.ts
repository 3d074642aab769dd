import type { WireListedSession } from '@coatcheck/sdk/wire'
import type { Browser } from './browser.ts'

const SESSION_COOKIE = 'coatcheck'

/** The person's sessions as one of their browsers sees them, the newest first. */
export async function listedBy(browser: Browser): Promise<WireListedSession[]> {
  return (await browser.fetch('/bff/sessions')).json() as WireListedSession[]
}

/** How the browser's own session is named in the list. */
export async function ownName(browser: Browser): Promise<string> {
  return (await listedBy(browser)).find(({ current }) => current)?.id ?? ''
}

/** What each browser learns of its session: 200 or 204. */
export function sessionStatuses(...browsers: Browser[]): Promise<number[]> {
  return Promise.all(browsers.map(async (browser) => (await browser.fetch('/bff/session')).status))
}

/** The id in the browser's session cookie, which nobody else may ever see. */
export function sessionIdOf({ jar }: Browser): string {
  const value = decodeURIComponent(jar.get(SESSION_COOKIE)?.value ?? '')
  const [sessionId] = value.slice('s:'.length).split('.')
  if (!sessionId) throw new Error('the browser has no session cookie')
  return sessionId
}
