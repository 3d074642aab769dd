import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type Handshake, openSocket, refusedSocket } from '../support/test-socket.ts'
import { type CsrfWorld, startCsrfWorld } from './csrf-world.ts'

/** What a handshake of another page may look like, besides its cookies; `ours` is the app's origin. */
const FORGERIES: Record<string, (ours: string) => Handshake> = {
  'from another site': () => ({ origin: 'https://evil.example' }),
  'from a sandboxed frame': () => ({ origin: 'null' }),
  'from another port of this host': (ours) => ({ origin: `${ours}1` }),
  'from our host with another scheme': (ours) => ({ origin: ours.replace('http:', 'https:') }),
  'that does not say where from': () => ({}),
  'that does not say where from, with our header': () => ({ headers: { 'x-csrf': '1' } }),
  'from another site, with our header': () => ({
    origin: 'https://evil.example',
    headers: { 'x-csrf': '1' },
  }),
  'from another site, that says the opposite': () => ({
    origin: 'https://evil.example',
    headers: { 'sec-fetch-site': 'same-origin' },
  }),
  'from a sibling, by Fetch Metadata': (ours) => ({
    origin: ours,
    headers: { 'sec-fetch-site': 'same-site' },
  }),
}

let world: CsrfWorld
let cookie: string

beforeEach(async () => {
  world = await startCsrfWorld()
  onTestFinished(() => world.close())
  cookie = world.browser.jar.header({ isCrossSite: false, isTopLevelGet: false }) ?? ''
})

describe.each(Object.entries(FORGERIES))('a WebSocket handshake %s', (_what, forge) => {
  it('CSRF-11 is refused by every upstream, whatever its credential and rule', async () => {
    const { origin, headers = {} } = forge(world.publicUrl)

    for (const { path } of world.doors) {
      const handshake = { origin, headers: { ...headers, cookie } }
      const answer = await refusedSocket(world.publicUrl + path, handshake)
      expect([path, answer.status, answer.json()]).toEqual([
        path,
        403,
        expect.objectContaining({ code: 'csrf' }),
      ])
    }

    expect(world.api.requests).toEqual([])
  })
})

it('CSRF-11 the app’s own handshake is taken by every upstream', async () => {
  for (const { path } of world.doors) {
    await openSocket(world.publicUrl + path, { origin: world.publicUrl, headers: { cookie } })
  }

  expect(world.api.requests).toHaveLength(world.doors.length)
})
