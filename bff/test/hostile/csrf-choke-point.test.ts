import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { BrowserResponse } from '../support/browser.ts'
import { type CsrfWorld, METHODS, startCsrfWorld } from './csrf-world.ts'

/** The routes of the BFF that take a call without proof of its origin; each has a check of its own (CSRF-09). */
const EXEMPT = [
  '/bff/login/:provider',
  '/bff/initiate-login/:provider',
  '/bff/connect/:provider',
  '/bff/callback/:provider',
  '/bff/backchannel-logout/:provider',
  '/bff/health/live',
  '/bff/health/ready',
]

/** What a forged call may look like; `undefined` leaves a header out. */
const FORGERIES: Record<string, Record<string, string | undefined>> = {
  'from another site': { 'sec-fetch-site': 'cross-site' },
  'from a sibling of this site': { 'sec-fetch-site': 'same-site' },
  'from a foreign origin, by a browser that says no more': {
    'sec-fetch-site': undefined,
    origin: 'https://evil.example',
  },
  'from an opaque origin': { 'sec-fetch-site': undefined, origin: 'null' },
}
/** A forgery where the header is needed, and the usual call where it is not. */
const WITHOUT_HEADER = { 'x-csrf': undefined }

let world: CsrfWorld

beforeEach(async () => {
  world = await startCsrfWorld()
  onTestFinished(() => world.close())
})

/** A route of the BFF itself, as its router knows it. */
interface Route {
  pattern: string
  /** A path that fits the pattern. */
  path: string
}

function routesOf({ router }: CsrfWorld): Route[] {
  return router.stack.flatMap(({ route }) => {
    if (!route) return []
    const path = route.path.replace(':provider', 'github').replace(':id', 'some-session')
    return [{ pattern: route.path, path }]
  })
}

/** The methods a route answers, as it says itself when asked with one that none answers. */
async function methodsOf({ path }: Route): Promise<string[]> {
  const answer = await world.browser.fetch(path, { method: 'TRACE' })
  expect([path, answer.status]).toEqual([path, 405])
  return (answer.headers.allow ?? '').split(', ')
}

function isRefused(answer: BrowserResponse, method: string): boolean {
  if (answer.status !== 403) return false
  return method === 'HEAD' || (answer.json() as { code: string }).code === 'csrf'
}

/** Whatever a forged call could change. */
async function stateOf({ browser }: CsrfWorld): Promise<unknown> {
  const [session, sessions] = [await browser.fetch('/bff/session'), await browser.fetch('/bff/sessions')]
  const { user, connections } = session.json() as Record<string, unknown>
  return { user, connections, sessions: (sessions.json() as unknown[]).length }
}

describe.each(Object.entries({ 'without our header': WITHOUT_HEADER, ...FORGERIES }))(
  'a call %s',
  (_what, headers) => {
    it('CSRF-01 CSRF-02 CSRF-05 CSRF-06 CSRF-09 is refused by every route of the BFF but those that are exempt', async () => {
      const before = await stateOf(world)
      const taking: string[] = []

      for (const route of routesOf(world)) {
        for (const method of await methodsOf(route)) {
          const answer = await world.browser.fetch(route.path, { method, headers })
          if (!isRefused(answer, method)) taking.push(route.pattern)
        }
      }

      expect([...new Set(taking)]).toEqual(EXEMPT)
      expect(await stateOf(world)).toEqual(before)
      expect(world.api.requests).toEqual([])
    })
  },
)

describe.each(Object.entries(FORGERIES))('a call %s', (_what, headers) => {
  it('CSRF-01 CSRF-05 CSRF-06 is refused by every upstream, whatever its credential, method and rule', async () => {
    expect(await takenWith(headers)).toEqual([])
    expect(world.api.requests).toEqual([])
  })
})

it('CSRF-02 a call without our header is taken by GET and HEAD of a rule that says so, and nowhere else', async () => {
  const open = world.doors.filter(({ rule }) => rule === 'fetch-metadata')
  const exempt = open.flatMap(({ path }) => [`GET ${path}`, `HEAD ${path}`])

  expect(await takenWith(WITHOUT_HEADER)).toEqual(exempt)
  expect(world.api.requests).toHaveLength(exempt.length)
})

it('CSRF-06 a call that says nothing of where it comes from is never taken without our header', async () => {
  const headers = { 'x-csrf': undefined, 'sec-fetch-site': undefined, origin: undefined }

  expect(await takenWith(headers)).toEqual([])
})

/** Calls every upstream with every method. @returns the calls that are not refused. */
async function takenWith(headers: Record<string, string | undefined>): Promise<string[]> {
  const taking: string[] = []
  for (const { path } of world.doors) {
    for (const method of METHODS) {
      const answer = await world.browser.fetch(path, { method, headers })
      if (!isRefused(answer, method)) taking.push(`${method} ${path}`)
    }
  }
  return taking
}
