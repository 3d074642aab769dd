import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isLongForm } from '../support/long-form.ts'
import { ANSWER_SEEDS, CHUNKED, COUNTED } from './answer-seeds.ts'
import { FUZZ_TIME_LIMIT_MS, fuzz } from './fuzz.ts'
import { ALLOWED_PATH, callHead, type HostileWorld, startHostileWorld } from './hostile-world.ts'
import { inLanes } from './in-lanes.ts'
import { findRelayBreaches } from './judge-relayed-answer.ts'
import { mutate, mutations } from './mutations.ts'
import { exchangeBytes } from './raw-exchange.ts'
import type { RawAnswer } from './recording-upstream.ts'
import { growthBeyondPlateau, residentSize } from './resident-size.ts'
import type { StrictAnswer } from './strict-answer.ts'

const BATCH = 500
/** Calls under way at once. */
const LANES = 200
const LENGTH = { short: 4_000, long: 100_000 }
/** The short form is over before memory has settled to the last; what leaks by the call shows all the same. */
const GROWTH_LIMIT = isLongForm ? 0.1 : 0.3
/** Short, for those answers that never end. */
const TIMEOUTS = { connectMs: 5_000, headersMs: 1_000, idleBodyMs: 1_000 }

let world: HostileWorld

beforeAll(async () => {
  world = await startHostileWorld({ upstream: { maxConcurrentPerSession: 10_000, timeouts: TIMEOUTS } })
})

afterAll(() => world.close())

/** An answer, changed here and there; most upstreams hang up after it, so that few calls wait for a timeout. */
const cases = fc.record({
  seed: fc.constantFrom(...ANSWER_SEEDS),
  changes: mutations,
  after: fc.oneof(
    { weight: 8, arbitrary: fc.constant('close' as const) },
    { weight: 2, arbitrary: fc.constant('reset' as const) },
    { weight: 2, arbitrary: fc.constant('keep' as const) },
  ),
})

/** Calls once for each answer. */
async function hear(answers: RawAnswer[]) {
  world.upstream.clear()
  world.process.records.length = 0
  world.upstream.answer(({ target }) => {
    const answer = answers[Number(/case=(\d+)/.exec(target)?.[1])]
    return answer ?? { bytes: Buffer.from(COUNTED), after: 'keep' }
  })
  const options = { answerWithinMs: 20_000, closeWithinMs: 20_000 }
  const callFor = (at: number) => callHead(world, 'GET', `${ALLOWED_PATH}/x?case=${at}`)
  return inLanes(LANES, answers, (_answer, at) =>
    exchangeBytes(world.origin, Buffer.from(`${callFor(at)}Connection: close\r\n\r\n`), options),
  )
}

describe('a BFF whose upstream answers 4,000 times with nonsense', { timeout: FUZZ_TIME_LIMIT_MS }, () => {
  it('ERR-03 PROXY-12 PROXY-17 passes on one sound answer, a problem, or a broken one, and does not grow', async () => {
    const sizes: number[] = []

    await fuzz(cases, BATCH, LENGTH, async (batch) => {
      const answers = batch.map(({ seed, changes, after }): RawAnswer => {
        return { bytes: mutate(Buffer.from(seed.bytes, 'latin1'), changes), after }
      })
      const breaches = (await hear(answers)).flatMap(findRelayBreaches)
      expect([...breaches, ...world.breaches()]).toEqual([])
      expect(await world.callOrdinarily()).toBe(200)
      sizes.push(await residentSize(world.process.pid))
    })

    expect(growthBeyondPlateau(sizes)).toBeLessThan(GROWTH_LIMIT)
  })

  it.each(ANSWER_SEEDS)(
    'PROXY-06 PROXY-12 passes on what may be passed on of an answer with $kind',
    async ({ bytes, relayed, withheld }) => {
      const [exchanged] = await hear([{ bytes: Buffer.from(bytes, 'latin1'), after: 'close' }])

      if (!exchanged) throw new Error('nothing came back')
      expect(findRelayBreaches(exchanged)).toEqual([])
      expect(exchanged.answers).toMatchObject([relayed])
      expect(withheld?.filter((name) => exchanged.answers[0]?.headers.has(name)) ?? []).toEqual([])
    },
  )

  it.each([
    ['its length', COUNTED],
    ['chunks', CHUNKED],
  ])('PROXY-19 an answer with %s that is cut at any byte never looks complete', async (_how, whole) => {
    const cuts = Array.from({ length: whole.length }, (_, at) => Buffer.from(whole.slice(0, at)))

    for (const after of ['close', 'reset', 'keep'] as const) {
      const exchanged = await hear(cuts.map((bytes) => ({ bytes, after })))
      expect(exchanged.flatMap(findRelayBreaches)).toEqual([])
      const complete = exchanged.flatMap(({ answers }) => answers).filter(isNoProblem)
      expect(complete).toEqual([])
    }
  })
})

function isNoProblem({ status, headers }: StrictAnswer): boolean {
  const isOfTheProxy = status === 502 || status === 504
  return !isOfTheProxy || headers.get('content-type')?.join() !== 'application/problem+json; charset=utf-8'
}
