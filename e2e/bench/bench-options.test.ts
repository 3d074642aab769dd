import { describe, expect, it } from 'vitest'
import { readOptions } from './bench-options.ts'
import { FULL_PLAN, SHORT_PLAN } from './plan.ts'

describe('readOptions', () => {
  it('runs the whole plan in ten rounds over ten thousand sessions when nothing is said', () => {
    expect(readOptions([])).toMatchObject({
      isWhole: true,
      plan: FULL_PLAN,
      rounds: 10,
      manySessions: 10_000,
    })
  })

  it('takes the short plan with --short', () => {
    expect(readOptions(['--short'])).toMatchObject({ isShort: true, isWhole: false, plan: SHORT_PLAN })
  })

  it.each([['--rounds=20'], ['--workload=1kb'], ['--variants=nginx'], ['--profile'], ['--sessions=5']])(
    'keeps no results of a run with %s',
    (option) => {
      expect(readOptions([option])?.isWhole).toBe(false)
    },
  )

  it('narrows by lists', () => {
    const options = readOptions(['--workload', '1kb,64kb', '--mode', 'duel', '--rounds', '3'])

    expect(options?.rounds).toBe(3)
    expect(new Set(options?.plan.map(({ workload }) => workload))).toEqual(new Set(['1kb', '64kb']))
    expect(new Set(options?.plan.map(({ mode }) => mode))).toEqual(new Set(['duel']))
  })

  it.each([
    ['--variants=apache', 'does not know apache'],
    ['--workload=2kb', 'does not know 2kb'],
    ['--rounds=0', 'must be a whole number above 0'],
    ['--fast', '--fast'],
  ])('refuses %s and says why', (option, reason) => {
    expect(() => readOptions([option])).toThrow(reason)
  })

  it('has nothing to run when the usage is asked for', () => {
    expect(readOptions(['--help'])).toBeUndefined()
  })
})
