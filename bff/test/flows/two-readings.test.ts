import { sign } from 'cookie-signature'
import { describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { showCookie } from '../support/cookie-tampering.ts'
import { login } from '../support/journey.ts'
import { listedBy } from '../support/listed-sessions.ts'
import { redisOfSuite } from '../support/redis-of-suite.ts'
import { hasRedis } from '../support/redis-server.ts'
import { SESSION_SECRET, startBff, type TestBff } from '../support/start-bff.ts'

const NEWER_SECRET = 'Nh7qWb2xVt9sKd4mZc6rYf1pGj8LuE3a'
const UNKNOWN_SECRET = 'Rt5mQx8kLw2nZs7vYc4bJd9hFp3gTa6E'

type Reading = 'signed in' | 'anonymous' | 'refused'

/** By status, at both doors: 403 is for a person who is signed in, without an account there. */
const READINGS: Record<number, Reading> = {
  200: 'signed in',
  204: 'anonymous',
  400: 'refused',
  401: 'anonymous',
  403: 'signed in',
}

interface Scene {
  bff: TestBff
  browser: Browser
  /** Value of the session cookie as it was handed out. */
  ticket: string
}

interface Situation {
  what: string
  reading: Reading
  /** What happens before both doors are asked. @returns the `Cookie` header to show; the ticket's when undefined. */
  happens?: (scene: Scene) => Promise<string | undefined> | string | undefined
  /** Of the process that is asked; another one, with {@link SESSION_SECRET} alone, has signed the cookie. */
  secrets?: string[]
}

const IN_ANY_STORE: Situation[] = [
  { what: 'as it was handed out', reading: 'signed in' },
  { what: 'among others', reading: 'signed in', happens: ({ ticket }) => `a=b; coatcheck=${ticket};c` },
  { what: 'without its escapes', reading: 'signed in', happens: ({ ticket }) => shown(meaning(ticket)) },
  { what: 'in spaces', reading: 'signed in', happens: ({ ticket }) => `  coatcheck =  ${ticket}  ` },
  { what: 'in quotes', reading: 'signed in', happens: ({ ticket }) => shown(`"${ticket}"`) },
  { what: 'in half of its quotes', reading: 'anonymous', happens: ({ ticket }) => shown(`"${ticket}`) },
  { what: 'empty', reading: 'anonymous', happens: () => 'coatcheck=' },
  { what: 'under another name', reading: 'anonymous', happens: ({ ticket }) => `Coatcheck=${ticket}` },
  { what: 'cut short', reading: 'anonymous', happens: ({ ticket }) => shown(ticket.slice(0, -1)) },
  { what: 'with more behind it', reading: 'anonymous', happens: ({ ticket }) => shown(`${ticket}A`) },
  { what: 'with a broken escape', reading: 'anonymous', happens: ({ ticket }) => shown(`${ticket}%`) },
  { what: 'with another id', reading: 'anonymous', happens: ({ ticket }) => shown(withOtherId(ticket)) },
  {
    what: 'without its signature',
    reading: 'anonymous',
    happens: ({ ticket }) => shown(`s:${idIn(ticket)}`),
  },
  {
    what: 'signed with a secret of somebody else',
    reading: 'anonymous',
    happens: ({ ticket }) => shown(`s:${sign(idIn(ticket), UNKNOWN_SECRET)}`),
  },
  {
    what: 'signed for a session that never was',
    reading: 'anonymous',
    happens: () => shown(`s:${sign('A'.repeat(43), SESSION_SECRET)}`),
  },
  { what: 'twice', reading: 'refused', happens: ({ ticket }) => `${shown(ticket)}; ${shown(ticket)}` },
  {
    what: 'after a logout',
    reading: 'anonymous',
    happens: async ({ browser }) => {
      await browser.fetch('/bff/logout', { method: 'POST' })
      return undefined
    },
  },
  {
    what: 'after the person has ended it from another browser',
    reading: 'anonymous',
    happens: async ({ bff }) => {
      const other = bff.browser()
      await login(other, 'github')
      const ended = (await listedBy(other)).find(({ current }) => !current)
      await other.fetch(`/bff/sessions/${ended?.id}`, { method: 'DELETE' })
      return undefined
    },
  },
  {
    what: 'after its last account was disconnected',
    reading: 'signed in',
    happens: async ({ browser }) => {
      await browser.fetch('/bff/connections/github', { method: 'DELETE' })
      return undefined
    },
  },
  {
    what: 'after a login has put another in its place',
    reading: 'anonymous',
    happens: async ({ browser }) => {
      await login(browser, 'github')
      return undefined
    },
  },
  {
    what: 'of the login that has put it in the place of another',
    reading: 'signed in',
    happens: async ({ browser }) => {
      await login(browser, 'github')
      return shown(ticketOf(browser))
    },
  },
]

const OVER_TIME: Situation[] = [
  {
    what: 'shortly before its absolute end',
    reading: 'signed in',
    happens: later({ hours: 11, minutes: 50 }),
  },
  { what: 'at its absolute end', reading: 'anonymous', happens: later({ hours: 12 }) },
]

const UNUSED: Situation[] = [
  { what: 'shortly before its idle end', reading: 'signed in', happens: later({ minutes: 29 }) },
  { what: 'at its idle end', reading: 'anonymous', happens: later({ minutes: 30 }) },
]

const ROTATION: Situation[] = [
  {
    what: 'signed with the secret before the first',
    reading: 'signed in',
    secrets: [NEWER_SECRET, SESSION_SECRET],
  },
  {
    what: 'signed with the secret behind the first',
    reading: 'signed in',
    secrets: [SESSION_SECRET, NEWER_SECRET],
  },
  {
    what: 'signed anew with the first secret',
    reading: 'signed in',
    secrets: [NEWER_SECRET, SESSION_SECRET],
    happens: async ({ browser }) => {
      await browser.fetch('/bff/session')
      return shown(ticketOf(browser))
    },
  },
  {
    what: 'as it was before it was signed anew',
    reading: 'signed in',
    secrets: [NEWER_SECRET, SESSION_SECRET],
    happens: async ({ browser }) => {
      await browser.fetch('/bff/session')
      return undefined
    },
  },
  { what: 'signed with a secret that was taken away', reading: 'anonymous', secrets: [NEWER_SECRET] },
]

describe('a session cookie in memory', () => {
  it.each(inBothCaches([...IN_ANY_STORE, ...UNUSED]))('%s', async (_title, situation) => {
    await expectOneReading(situation, await startBff())
  })
})

describe.skipIf(!hasRedis)('a session cookie in Redis', () => {
  const redis = redisOfSuite()

  it.each(inBothCaches([...IN_ANY_STORE, ...OVER_TIME, ...ROTATION]))('%s', async (_title, situation) => {
    const { secrets } = situation
    const signing = await startBff({ session: redis.session() })
    const asked = secrets && (await startBff({ session: { ...redis.session(), secrets }, beside: signing }))
    await expectOneReading(situation, signing, asked)
  })
})

interface Case extends Situation {
  /** Whether the process has answered a call with the cookie before. */
  isWarm: boolean
}

function inBothCaches(situations: Situation[]): [title: string, Case][] {
  return situations.flatMap(({ what, reading, ...situation }) =>
    [true, false].map((isWarm): [string, Case] => [
      `is ${reading} for both readers ${what}, ${isWarm ? 'known' : 'new'} to the process`,
      { what, reading, ...situation, isWarm },
    ]),
  )
}

/** Asks the route that reads by itself and the one of express-session, twice each. */
async function expectOneReading(
  { happens, isWarm, reading }: Case,
  signing: TestBff,
  bff: TestBff = signing,
): Promise<void> {
  const { jar } = await signIn(signing)
  const browser = bff.browser(jar)
  const ticket = ticketOf(browser)
  if (isWarm) await showCookie(bff, '/api/github/user', shown(ticket))

  const cookie = (await happens?.({ bff, browser, ticket })) ?? shown(ticket)

  const readings: (Reading | undefined)[] = []
  // The proxy first: the session's route clears up what it finds to be over.
  for (const path of ['/api/github/user', '/bff/session', '/api/github/user', '/bff/session']) {
    readings.push(READINGS[await showCookie(bff, path, cookie)])
  }
  expect(readings).toEqual(readings.map(() => reading))
}

async function signIn(bff: TestBff): Promise<Browser> {
  const browser = bff.browser()
  await login(browser, 'github')
  return browser
}

function later(by: Parameters<TestBff['clock']['advance']>[0]) {
  return ({ bff }: Scene): undefined => bff.clock.advance(by) as undefined
}

function shown(value: string): string {
  return `coatcheck=${value}`
}

function ticketOf({ jar }: Browser): string {
  return jar.get('coatcheck')?.value ?? ''
}

function meaning(ticket: string): string {
  return decodeURIComponent(ticket)
}

function idIn(ticket: string): string {
  return meaning(ticket).slice('s:'.length).split('.')[0] ?? ''
}

/** The first character of the id is another one. */
function withOtherId(ticket: string): string {
  const id = idIn(ticket)
  return ticket.replace(id, (id.startsWith('A') ? 'B' : 'A') + id.slice(1))
}
