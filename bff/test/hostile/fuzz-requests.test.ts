import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FUZZ_TIME_LIMIT_MS, fuzz } from './fuzz.ts'
import { ALLOWED_PATH, appHeaders, callHead, type HostileWorld, startHostileWorld } from './hostile-world.ts'
import { findUnfit } from './judge-client-answer.ts'
import { mutate, mutations } from './mutations.ts'
import { exchangeBytes } from './raw-exchange.ts'
import { growthBeyondPlateau, residentSize } from './resident-size.ts'

const BATCH = 100
const LENGTH = { short: 16_000, long: 900_000 }

let world: HostileWorld

beforeAll(async () => {
  world = await startHostileWorld({ upstream: { maxConcurrentPerSession: 10_000 } })
})

afterAll(() => world.close())

/** Requests as they should be; the changes come on top. */
const SEEDS: ((world: HostileWorld) => string)[] = [
  (at) => `${callHead(at, 'GET', `${ALLOWED_PATH}/x?a=b`)}Accept: application/json\r\nX-Trace: 1\r\n\r\n`,
  (at) => `${callHead(at, 'POST', `${ALLOWED_PATH}/x`)}Content-Length: 11\r\n\r\n{"a":"bcd"}`,
  (at) =>
    `${callHead(at, 'POST', `${ALLOWED_PATH}/x`)}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3\r\nyou\r\n0\r\n\r\n`,
  (at) =>
    `${callHead(at, 'GET', `${ALLOWED_PATH}/x`)}Connection: keep-alive, x-trace\r\nX-Trace: 1\r\nVia: 1.1 edge\r\n\r\n`,
  // Nothing of this is to be told to anybody.
  (at) =>
    `${callHead(at, 'GET', `${ALLOWED_PATH}/x`)}Authorization: Bearer other\r\nX-Forwarded-For: 1\r\nX_Trace: 1\r\nX-Unlisted: 1\r\n\r\n`,
  (at) => `${callHead(at, 'POST', `${ALLOWED_PATH}/x`)}Expect: 100-continue\r\nContent-Length: 2\r\n\r\nab`,
  (at) => `GET /bff/session HTTP/1.1\r\n${appHeaders(at)}\r\n`,
  () => 'GET /bff/health/live HTTP/1.1\r\nHost: localhost:3000\r\n\r\n',
]

/** Some requests in one go, changed here and there. */
const cases = fc.record({
  seeds: fc.array(fc.nat(SEEDS.length - 1), { minLength: 1, maxLength: 3 }),
  changes: mutations,
  /** Waits for what is answered; or is gone at once. */
  isPatient: fc.boolean(),
})

type Case = typeof cases extends fc.Arbitrary<infer Value> ? Value : never

async function throwOne({ seeds, changes, isPatient }: Case): Promise<string[]> {
  const valid = seeds.map((index) => SEEDS[index]?.(world) ?? '').join('')
  const exchanged = await exchangeBytes(world.origin, mutate(Buffer.from(valid, 'latin1'), changes), {
    answerWithinMs: isPatient ? 100 : 0,
    closeWithinMs: 20_000,
  })
  return findUnfit(exchanged)
}

describe('a BFF that is sent 20,000 requests of nobody’s making', { timeout: FUZZ_TIME_LIMIT_MS }, () => {
  it('ERR-03 PROXY-10 answers or closes each, sends nothing unsound, and does not grow', async () => {
    const sizes: number[] = []
    let forwarded = 0

    await fuzz(cases, BATCH, LENGTH, async (batch) => {
      world.upstream.clear()
      world.process.records.length = 0
      const unfit = (await Promise.all(batch.map(throwOne))).flat()
      expect([...unfit, ...world.breaches()]).toEqual([])
      expect(await world.callOrdinarily()).toBe(200)
      forwarded += world.upstream.requests.length
      sizes.push(await residentSize(world.process.pid))
    })

    expect(forwarded).toBeGreaterThan(LENGTH.short / 10)
    expect(growthBeyondPlateau(sizes)).toBeLessThan(0.1)
  })
})
