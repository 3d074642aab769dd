import { describe, expect, it } from 'vitest'
import { type Background, createBackground } from './background.ts'
import { BffError } from './errors.ts'
import { createLogger } from './logger.ts'

const away = (retryAfterSeconds?: number) =>
  new BffError('provider_unavailable', 'away', retryAfterSeconds === undefined ? {} : { retryAfterSeconds })

describe('runUntilDone', () => {
  it('LOGOUT-03 tries three times in all, at growing distance, and then gives up', async () => {
    const { background, pauses, log } = withRecordedPauses()
    const work = failing(away(), Number.POSITIVE_INFINITY)

    background.runUntilDone('telling them', work.run)
    await background.settled()

    expect([work.attempts(), pauses]).toEqual([3, [1_000, 10_000]])
    expect(log.filter((line) => line.includes('telling them failed, and is tried again'))).toHaveLength(2)
    expect(log.at(-1)).toContain('"telling them failed"')
  })

  it('stops when it is done', async () => {
    const { background, pauses } = withRecordedPauses()
    const work = failing(away(), 1)

    background.runUntilDone('telling them', work.run)
    await background.settled()

    expect([work.attempts(), pauses]).toEqual([2, [1_000]])
  })

  it.each([
    ['as long as the other side asks', 30, 30_000],
    ['no shorter than it would by itself', 0, 1_000],
    ['a minute at most', 3_600, 60_000],
  ])('LOGOUT-03 waits %s', async (_how, retryAfterSeconds, pauseMs) => {
    const { background, pauses } = withRecordedPauses()

    background.runUntilDone('telling them', failing(away(retryAfterSeconds), 1).run)
    await background.settled()

    expect(pauses).toEqual([pauseMs])
  })

  it.each([
    ['a refusal', new BffError('reauth_required', 'refused')],
    ['a bug', new TypeError('oops')],
  ])('does not repeat what ended in %s', async (_what, error) => {
    const { background, log } = withRecordedPauses()
    const work = failing(error, Number.POSITIVE_INFINITY)

    background.runUntilDone('telling them', work.run)
    await background.settled()

    expect(work.attempts()).toBe(1)
    expect(log.join()).toContain('telling them failed')
  })
})

describe('settled', () => {
  it('waits for work under way', async () => {
    const { background } = withRecordedPauses()
    let finish = () => {}
    let isDone = false
    const held = new Promise<void>((resolve) => {
      finish = resolve
    })
    background.run('working', async () => {
      await held
      isDone = true
    })

    const settled = background.settled()
    finish()
    await settled

    expect(isDone).toBe(true)
  })

  it('does not wait for another attempt', async () => {
    const log: string[] = []
    const background = createBackground(logTo(log))
    const work = failing(away(3_600), Number.POSITIVE_INFINITY)
    background.runUntilDone('telling them', work.run)
    await expect.poll(() => log.join()).toContain('is tried again')

    await background.settled()

    expect(work.attempts()).toBe(1)
  })

  it('waits also for work that is begun by work under way', async () => {
    const { background } = withRecordedPauses()
    const gate = Promise.withResolvers<void>()
    let isDone = false
    background.run('the first', async () => {
      await gate.promise
      background.run('the second', async () => {
        await new Promise(setImmediate)
        isDone = true
      })
    })

    const settled = background.settled()
    gate.resolve()
    await settled

    expect(isDone).toBe(true)
  })
})

/** Background work whose pauses take no time and are written down. */
function withRecordedPauses(): { background: Background; pauses: number[]; log: string[] } {
  const pauses: number[] = []
  const log: string[] = []
  const background = createBackground(logTo(log), async (ms) => void pauses.push(ms))
  return { background, pauses, log }
}

/** Work that fails so many times and then succeeds. */
function failing(error: Error, times: number): { run(): Promise<void>; attempts(): number } {
  let attempts = 0
  return {
    async run() {
      if (++attempts <= times) throw error
    },
    attempts: () => attempts,
  }
}

function logTo(lines: string[]) {
  return createLogger('debug', { write: (line: string) => void lines.push(line) })
}
