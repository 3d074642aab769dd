import { createWebBrowser, type WebBrowser } from '../world/github/testing/web-browser.ts'
import { PEOPLE, type Person } from '../world/seed.ts'
import { type ReceivedAnswer, sendRequest } from './send-request.ts'
import type { Stage } from './stage.ts'
import type { SeededSessions } from './variants/variant.ts'

/** Logins at once, each by a browser that stays signed in at GitHub. */
const PARALLEL_LOGINS = 10
const MAX_PAGES = 8
const NAVIGATION = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'none' }
const SESSION_COOKIE = 'coatcheck'

/**
 * Signs people in through the product's front door and the emulated GitHub, as browsers do: what is timed later are
 * sessions that the product itself has written. They belong to a few people on many devices.
 */
export async function logIn(stage: Stage, origin: string, count: number): Promise<SeededSessions> {
  const before = new Set(stage.github.issuedTokens())
  const cookies: string[] = []
  const logInTheRest = async (person: Person) => {
    const browser = createWebBrowser(stage.github.webUrl)
    while (cookies.length < count) {
      stage.signal.throwIfAborted()
      // Room is taken before the login is under way, so that no more than asked for are made.
      const place = cookies.push('') - 1
      cookies[place] = await logInOnce(browser, person, origin)
    }
  }
  const people = Array.from(
    { length: PARALLEL_LOGINS },
    (_, index) => PEOPLE[index % PEOPLE.length] as Person,
  )
  await Promise.all(people.map(logInTheRest))
  const tokens = stage.github.issuedTokens().filter((token) => !before.has(token))
  return { cookies, tokens: new Set(tokens) }
}

async function logInOnce(browser: WebBrowser, person: Person, origin: string): Promise<string> {
  const begun = await navigate(origin, '/bff/login/github', '')
  const callback = await agree(browser, person, locationOf(begun))
  const landed = await navigate(origin, callback.pathname + callback.search, cookiesOf(begun).join('; '))
  const session = cookiesOf(landed).find((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`))
  if (session === undefined) {
    throw new Error(`a login ended with ${landed.status} at ${landed.headers.location}, without a session`)
  }
  return session
}

/** Answers GitHub's pages, if it asks anything, until it leads back to the product. */
async function agree(browser: WebBrowser, person: Person, authorizationUrl: URL): Promise<URL> {
  const redirectUri = authorizationUrl.searchParams.get('redirect_uri') ?? ''
  let page = await browser.get(authorizationUrl.href)
  for (let step = 0; step < MAX_PAGES; step += 1) {
    if (page.location?.href.startsWith(redirectUri)) return page.location
    const choice = page.text.includes('name="account"')
      ? { account: person.login }
      : { decision: 'authorize' }
    page = page.location ? await browser.get(page.location.href) : await browser.submit(page, choice)
  }
  throw new Error(`GitHub does not lead back: ${page.status} ${page.text.slice(0, 200)}`)
}

function navigate(origin: string, path: string, cookie: string): Promise<ReceivedAnswer> {
  return sendRequest(origin, { method: 'GET', path, headers: { ...NAVIGATION, cookie }, body: '' })
}

function locationOf({ status, headers, body }: ReceivedAnswer): URL {
  if (headers.location === undefined) throw new Error(`a login began with ${status}: ${body.slice(0, 200)}`)
  return new URL(headers.location)
}

function cookiesOf({ headers }: ReceivedAnswer): string[] {
  return (headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '')
}
