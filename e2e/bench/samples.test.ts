import { describe, expect, it } from 'vitest'
import { type Sample, summarize } from './samples.ts'

const NO_SIZES = new Map<string, number>()

const aSample = (sample: Partial<Sample>): Sample => ({ rps: 1000, errors: 0, ...sample })

describe('summarize', () => {
  it('compares within a round, so that a slow round slows both sides', () => {
    const samples = new Map([
      ['raw-node', [aSample({ rps: 1000 }), aSample({ rps: 200 }), aSample({ rps: 1200 })]],
      ['coatcheck', [aSample({ rps: 800 }), aSample({ rps: 160 }), aSample({ rps: 960 })]],
    ])

    const [, coatcheck] = summarize(samples, 'rps', NO_SIZES)

    expect(coatcheck?.rps).toBe(800)
    expect(coatcheck?.ratioToFloor).toBeCloseTo(0.8)
    expect(coatcheck?.spread).toBeCloseTo(0)
  })

  it('compares by CPU a request where it is told to', () => {
    const samples = new Map([
      ['raw-node', [aSample({ cpuSecondsPer10k: 1 })]],
      ['coatcheck', [aSample({ cpuSecondsPer10k: 1.25 })]],
    ])

    expect(summarize(samples, 'cpuSecondsPer10k', NO_SIZES)[1]).toMatchObject({
      ratioToFloor: 1.25,
      cpuSecondsPer10k: 1.25,
      p50Ms: null,
    })
  })

  it('adds the errors of all rounds up, and takes the size measured at the end', () => {
    const samples = new Map([['raw-node', [aSample({ errors: 2 }), aSample({ errors: 3 })]]])

    expect(summarize(samples, 'rps', new Map([['raw-node', 64]]))[0]).toMatchObject({ errors: 5, rssMb: 64 })
  })

  it('has no ratio where the floor did not run', () => {
    expect(summarize(new Map([['nginx', [aSample({})]]]), 'rps', NO_SIZES)[0]).toMatchObject({
      ratioToFloor: null,
      spread: null,
    })
  })
})
