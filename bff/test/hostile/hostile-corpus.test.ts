import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOSTILE_FRAMING } from './hostile-framing.ts'
import { HOSTILE_HEADERS } from './hostile-headers.ts'
import { HOSTILE_PATHS } from './hostile-paths.ts'
import { HOSTILE_TARGETS } from './hostile-targets.ts'
import { ALLOWED_PATH, appHeaders, callHead, type HostileWorld, startHostileWorld } from './hostile-world.ts'
import { findUnfit } from './judge-client-answer.ts'
import { exchangeBytes } from './raw-exchange.ts'

const TARGETS = { ...HOSTILE_PATHS, ...HOSTILE_TARGETS }
const HEADERS = { ...HOSTILE_HEADERS, ...HOSTILE_FRAMING }

/** Of what is sent in one go behind a hostile request, this alone is ours. */
const FAREWELL_PATH = '/bff/health/live'

let world: HostileWorld

beforeAll(async () => {
  world = await startHostileWorld()
})

afterAll(() => world.close())

/** Sends one hostile request and checks that nobody was harmed. */
async function survives(bytes: Buffer): Promise<void> {
  world.upstream.clear()
  const farewell = `GET ${FAREWELL_PATH} HTTP/1.1\r\nHost: localhost:3000\r\nConnection: close\r\n\r\n`
  const options = { answerWithinMs: 2_000, closeWithinMs: 2_000, farewell }

  const exchanged = await exchangeBytes(world.origin, bytes, options)

  expect(world.breaches()).toEqual([])
  expect(world.upstream.received().includes(world.cookie)).toBe(false)
  expect(world.upstream.requests.length).toBeLessThanOrEqual(1)
  expect(findUnfit(exchanged)).toEqual([])
  expect(await world.callOrdinarily()).toBe(200)
}

describe.each(Object.entries(TARGETS))('PROXY-01 PROXY-03 a path with %s', (_attack, targets) => {
  it.each(targets.map((target) => [JSON.stringify(target).slice(0, 100), target]))('%s', (_name, target) =>
    survives(Buffer.from(`${callHead(world, 'GET', target)}\r\n`, 'latin1')),
  )
})

describe.each(Object.entries(HEADERS))(
  'PROXY-05 PROXY-06 PROXY-08 PROXY-09 PROXY-10 headers with %s',
  (_attack, sets) => {
    it.each(sets.map((set) => [set.method, JSON.stringify(set.rest).slice(0, 100), set] as const))(
      '%s %s',
      (_method, _name, { method, rest }) =>
        survives(Buffer.from(callHead(world, method, `${ALLOWED_PATH}/x`) + rest, 'latin1')),
    )
  },
)

it('has as many entries as it is meant to have', () => {
  expect(Object.values(TARGETS).flat().length).toBeGreaterThanOrEqual(150)
  expect(Object.values(HEADERS).flat().length).toBeGreaterThanOrEqual(100)
})

it.each([
  ['no Host', `GET ${ALLOWED_PATH}/x HTTP/1.1\r\nX-CSRF: 1\r\n\r\n`, 400],
  [
    'a header section that is too large',
    `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(17_000)}\r\n\r\n`,
    431,
  ],
  ['an expectation nobody meets', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n', 417],
  ['a tunnel to be opened', 'CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n\r\n', 405],
  ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
])('ERR-01 ERR-02 HDR-01 answers %s with problem details', async (_what, bytes, status) => {
  const { answers } = await exchangeBytes(world.origin, Buffer.from(bytes, 'latin1'), {
    answerWithinMs: 2_000,
    closeWithinMs: 2_000,
  })

  expect(answers).toHaveLength(1)
  expect(answers[0]?.headers.get('connection')).toEqual(['close'])
  expect(answers[0]?.headers.get('allow')).toEqual(
    status === 405 ? [expect.stringContaining('GET')] : undefined,
  )
  expect(JSON.parse(answers[0]?.body ?? '')).toMatchObject({ status, requestId: expect.any(String) })
})

it('TRACE is never answered with what was sent', async () => {
  const bytes = Buffer.from(
    `TRACE ${ALLOWED_PATH}/x HTTP/1.1\r\n${appHeaders(world)}Connection: close\r\n\r\n`,
  )

  const { answers } = await exchangeBytes(world.origin, bytes, {
    answerWithinMs: 2_000,
    closeWithinMs: 2_000,
  })

  expect(answers[0]?.status).toBe(405)
  expect(answers[0]?.body).not.toContain(world.cookie)
})
