import type { Person } from '../../seed.ts'
import type { CookieBrowser } from './cookie-browser.ts'

/** How the person answers the pages. */
export interface Answers {
  /** Whom to pick on the account page. */
  as?: Person
  /** Which scopes to leave ticked on the consent page; absent: all. */
  tick?: readonly string[]
  /** Press "Cancel" on the first page. */
  cancel?: true
}

/** How a sign-in went. */
export interface Outcome {
  /** The authorization response; absent when the pages ended on an error of their own. */
  callbackUrl?: URL
  /** The pages shown, in order. */
  pages: ('account' | 'consent' | 'error')[]
  /** Text of the last page. */
  lastPage: string
}

/** Follows an authorization request through the pages until it returns to the client or ends on an error. */
export async function signIn(browser: CookieBrowser, url: URL, answers: Answers = {}): Promise<Outcome> {
  const outcome: Outcome = { pages: [], lastPage: '' }
  const redirectUri = url.searchParams.get('redirect_uri') ?? ''
  let response = await browser.get(url.href)
  let here = url

  for (let step = 0; step < 12; step += 1) {
    const location = response.headers.get('location')
    if (location) {
      here = new URL(location, here)
      if (here.href.startsWith(redirectUri)) return { ...outcome, callbackUrl: here }
      response = await browser.get(here.href)
      continue
    }
    outcome.lastPage = await response.text()
    const page = pageKind(outcome.lastPage)
    outcome.pages.push(page)
    if (page === 'error') return outcome
    const { action, form } = fillIn(outcome.lastPage, page, answers)
    here = new URL(action, here)
    response = await browser.post(here.href, form)
  }
  throw new Error(`the sign-in does not end: ${outcome.pages.join(', ')}`)
}

function pageKind(page: string): Outcome['pages'][number] {
  if (page.includes('/account"')) return 'account'
  return page.includes('/consent"') ? 'consent' : 'error'
}

function fillIn(page: string, kind: 'account' | 'consent', { as, tick, cancel }: Answers) {
  const [, base = ''] = /action="(\/signin\/[^/"]+)\//.exec(page) ?? []
  if (cancel) return { action: `${base}/cancel`, form: new URLSearchParams() }
  if (kind === 'account') {
    return { action: `${base}/account`, form: new URLSearchParams({ account: as?.googleSub ?? '' }) }
  }
  const form = new URLSearchParams()
  for (const scope of scopesOn(page)) if (!tick || tick.includes(scope)) form.append('scope', scope)
  return { action: `${base}/consent`, form }
}

/** Lists the scopes a consent page offers to tick. */
export function scopesOn(page: string): string[] {
  return [...page.matchAll(/name="scope" value="([^"]+)"/g)].map(([, scope = '']) => scope)
}
