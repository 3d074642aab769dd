import { describe, expect, it } from 'vitest'
import type { Mode, RunResult } from './bench-result.ts'
import { findShortfalls } from './ratio-limit.ts'

function aRun(mode: Mode, ratioToFloor: number | null, errors = 0): RunResult {
  const figures = { rps: 1, spread: 0, cpuSecondsPer10k: 1, p50Ms: null, p99Ms: null, rssMb: 1, errors }
  return {
    workload: '1kb',
    connections: 64,
    sessions: 1,
    mode,
    variants: [{ name: 'coatcheck', ratioToFloor, ...figures }],
  }
}

describe('findShortfalls', () => {
  it.each([
    ['fast in both', 0.8, 1.2],
    ['fast by its CPU on a disturbed machine', 0.2, 1.2],
    ['fast in slices', 0.8, 4],
  ])('finds nothing in a product that is %s', (_what, slices, duel) => {
    expect(findShortfalls([aRun('slices', slices), aRun('duel', duel)], 0.5)).toEqual([])
  })

  it('says how far a slow product falls short', () => {
    expect(findShortfalls([aRun('slices', 0.3), aRun('duel', 2.5)], 0.5)).toEqual([
      'coatcheck does 0.400 of what the floor does; at least 0.5 is asked for',
    ])
  })

  it('finds errors, however fast they are answered', () => {
    expect(findShortfalls([aRun('slices', 0.9, 7)], 0.5)).toEqual(['slices: 7 errors of coatcheck'])
  })

  it('does not take a missing measurement for a good one', () => {
    expect(findShortfalls([aRun('slices', null)], 0.5)).toHaveLength(1)
  })
})
