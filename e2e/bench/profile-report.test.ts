import { describe, expect, it } from 'vitest'
import type { BenchResults, VariantResult } from './bench-result.ts'
import { renderProfile } from './profile-report.ts'

const aVariant = (name: string, cpuSecondsPer10k: number | null): VariantResult => ({
  name,
  rps: 1000,
  ratioToFloor: 1,
  spread: 0,
  cpuSecondsPer10k,
  p50Ms: 1,
  p99Ms: 1,
  rssMb: 1,
  errors: 0,
})

const results = (variants: VariantResult[]): BenchResults => ({
  machine: { cpu: 'a processor' },
  versions: { node: '24.0.0' },
  runs: [{ workload: '1kb', connections: 64, sessions: 10_000, mode: 'slices', variants }],
})

const SHARES = {
  'raw-node': new Map([['node:http', 1]] as const),
  coatcheck: new Map([
    ['node:http', 0.8],
    ['sessions and tokens', 0.2],
  ] as const),
}

describe('renderProfile', () => {
  it('gives each part its share of what a request costs, and what is more of it than at the floor', () => {
    const text = renderProfile(results([aVariant('raw-node', 0.5), aVariant('coatcheck', 0.6)]), SHARES)

    expect(text).toContain('| node:http | 50.0 | 48.0 | -2.0 |')
    expect(text).toContain('| sessions and tokens | 0.0 | 12.0 | 12.0 |')
    expect(text).toContain('| **all** | 50.0 | 60.0 | 10.0 |')
  })

  it('refuses results that did not count the CPU', () => {
    expect(() => renderProfile(results([aVariant('raw-node', null)]), SHARES)).toThrow('raw-node')
  })
})
