import { describe, expect, it } from 'vitest'
import type { Sample } from './samples.ts'
import { workersGains } from './workers-gain.ts'

const aSample = (fields: Partial<Sample>): Sample => ({
  rps: 1000,
  cpuSecondsPer10k: 1,
  parallelism: 1,
  errors: 0,
  ...fields,
})

const ONE = [aSample({})]

describe('workersGains', () => {
  it('is the gain in requests a second where the workers have cores of their own', () => {
    expect(workersGains(ONE, [aSample({ rps: 1900, cpuSecondsPer10k: 2 })], true)).toEqual([1.9])
  })

  it.each([
    ['share the work and pay no more for a request', { parallelism: 2, cpuSecondsPer10k: 1 }, 2],
    ['share the work and pay a quarter more', { parallelism: 2, cpuSecondsPer10k: 1.25 }, 1.6],
    ['leave all the work to one of them', { parallelism: 1, cpuSecondsPer10k: 1 }, 1],
  ])('is by the account of CPU, on shared cores, for workers that %s', (_what, fields, gain) => {
    expect(workersGains(ONE, [aSample({ rps: 1100, ...fields })], false)).toEqual([gain])
  })
})
