import type { TokenEndpointResponse } from 'oauth4webapi'
import { afterAll, beforeEach } from 'vitest'
import { PEOPLE, type Person } from '../../seed.ts'
import { createWorldClock, type WorldClock } from '../../world-clock.ts'
import type { GoogleEmulator } from '../google-emulator.ts'
import { startGoogle } from '../start-google.ts'
import { type CookieBrowser, createCookieBrowser } from './cookie-browser.ts'
import { createGoogleClient, type GoogleClient, TEST_CLIENT } from './google-client.ts'
import { type Answers, signIn } from './sign-in.ts'

/** Scopes by the names the tests use. */
export const SCOPE = {
  signIn: 'openid email profile',
  tasks: 'https://www.googleapis.com/auth/tasks',
  tasksReadonly: 'https://www.googleapis.com/auth/tasks.readonly',
  events: 'https://www.googleapis.com/auth/calendar.events',
  calendar: 'https://www.googleapis.com/auth/calendar',
} as const

/** The first two people of the seed. */
export const [ADA, GRACE] = PEOPLE as readonly [Person, Person]

/** One emulator for a test file, reset before each test. */
export interface GoogleSession {
  clock: WorldClock
  google: GoogleEmulator
  client: GoogleClient
  /** Signs in from beginning to end; a new browser unless one is given. */
  tokens(
    params: Record<string, string>,
    answers?: Answers,
    browser?: CookieBrowser,
  ): Promise<TokenEndpointResponse>
}

/** Starts the emulator and stops it after the file's last test. */
export async function openGoogleSession(): Promise<GoogleSession> {
  const clock = createWorldClock()
  const google = await startGoogle({ clock, clients: [TEST_CLIENT] })
  const client = await createGoogleClient(google)
  beforeEach(google.reset)
  afterAll(google.close)

  return {
    clock,
    google,
    client,
    tokens: async (params, answers = { as: ADA }, browser = createCookieBrowser()) => {
      const attempt = await client.authorize(params)
      const { callbackUrl, lastPage } = await signIn(browser, attempt.url, answers)
      if (!callbackUrl) throw new Error(`no authorization response: ${lastPage}`)
      return client.exchange(attempt, callbackUrl)
    },
  }
}
