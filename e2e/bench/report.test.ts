import { describe, expect, it } from 'vitest'
import type { BenchResults, RunResult, VariantResult } from './bench-result.ts'
import { renderReport, renderRun } from './report.ts'

const aVariant = (name: string, fields: Partial<VariantResult> = {}): VariantResult => ({
  name,
  rps: 1000,
  ratioToFloor: 1,
  spread: 0.01,
  cpuSecondsPer10k: 1,
  p50Ms: 1,
  p99Ms: 2,
  rssMb: 64,
  errors: 0,
  ...fields,
})

const aRun = (variants: VariantResult[], fields: Partial<RunResult> = {}): RunResult => ({
  workload: '1kb',
  connections: 64,
  sessions: 10_000,
  mode: 'slices',
  variants,
  ...fields,
})

const FLOOR = aVariant('raw-node')
const CONTROL = aVariant('raw-node-again', { ratioToFloor: 1.02, spread: 0.03 })

const results = (runs: RunResult[], workersLoadOnCores = '0-1'): BenchResults => ({
  machine: { cpu: 'a processor', workersOnCores: '0-1', workersLoadOnCores },
  versions: { node: '24.0.0' },
  runs,
})

describe('renderRun', () => {
  it('names the run, and gives each variant a row', () => {
    const text = renderRun(aRun([FLOOR, CONTROL, aVariant('coatcheck', { ratioToFloor: 0.8 })]))

    expect(text).toContain('### slices: 1kb, 64 connections, 10,000 sessions')
    expect(text).toContain('| coatcheck | 1000 | 0.800 | 0.010 | 1.00 | 1.00 | 2.00 | 64 | 0 |')
  })

  it('calls a difference that the control shows as well not resolved', () => {
    const text = renderRun(aRun([FLOOR, CONTROL, aVariant('coatcheck', { ratioToFloor: 0.975 })]))

    expect(text).toContain('| 0.975 (not resolved) |')
    expect(text).toContain('The control differs by 0.030')
  })

  it('leaves a cell empty for what the mode does not measure', () => {
    expect(renderRun(aRun([aVariant('raw-node', { p50Ms: null, p99Ms: null })]))).toContain(
      '| 1.00 |  |  | 64 |',
    )
  })
})

describe('renderReport', () => {
  it('says of each goal whether it is met, not met or not measured', () => {
    const runs = [
      aRun([FLOOR, CONTROL, aVariant('coatcheck', { ratioToFloor: 0.81 })]),
      aRun([FLOOR, CONTROL, aVariant('coatcheck', { ratioToFloor: 1.3 })], { mode: 'duel' }),
    ]

    const text = renderReport(results(runs))

    expect(text).toContain('| at least 0.80 of the floor in requests a second | 0.81 | met |')
    expect(text).toContain('| at most 1.25 of the floor in CPU a request | 1.30 | **not met** |')
    expect(text).toContain('| at least 0.85 of the floor with 1 MB |  | not measured |')
  })

  it('takes the latency added at half load against the floor of the same run', () => {
    const floor = aVariant('raw-node', { p50Ms: 0.4, p99Ms: 2 })
    const own = aVariant('coatcheck', { p50Ms: 0.6, p99Ms: 6 })

    const text = renderReport(results([aRun([floor, own], { mode: 'open-loop' })]))

    expect(text).toContain('half load, p50 | 0.20 ms | met |')
    expect(text).toContain('half load, p99 | 4.00 ms | **not met** |')
  })

  it('divides what many sessions add to the memory by their number', () => {
    const memory = (sessions: number, rssMb: number) =>
      aRun([aVariant('coatcheck', { rssMb })], { mode: 'memory', sessions })

    expect(renderReport(results([memory(1, 100), memory(1025, 102)]))).toContain('| coatcheck | 2.00 |')
  })

  it.each([
    ['the account of CPU where cores are shared', '0-1', 'what CPU a request costs'],
    ['requests a second where the workers have cores of their own', '2-3', 'loaded from cores 2-3'],
  ])('says that workers are compared by %s', (_what, loadCores, how) => {
    const workers = aRun([aVariant('coatcheck'), aVariant('coatcheck-2-workers', { ratioToFloor: 1.9 })], {
      mode: 'workers',
    })

    const text = renderReport(results([workers], loadCores))

    expect(text).toContain('Two workers do 1.90 times')
    expect(text).toContain(how)
    expect(text).toContain('| two workers at least 1.8 times one | 1.90 | met |')
  })
})
