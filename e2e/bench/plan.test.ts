import { describe, expect, it } from 'vitest'
import { ESSENTIAL, FULL_PLAN, narrowPlan, SHORT_PLAN } from './plan.ts'

describe('FULL_PLAN', () => {
  it.each(['1kb', '64kb', '1mb', 'post-1kb'])('measures %s in both modes', (workload) => {
    const modes = FULL_PLAN.filter((run) => run.workload === workload).map(({ mode }) => mode)

    expect(modes).toEqual(expect.arrayContaining(['slices', 'duel']))
  })

  it('measures 1, 16, 64 and 256 connections', () => {
    const connections = FULL_PLAN.filter(({ mode }) => mode === 'slices').map((run) => run.connections)

    expect(new Set(connections)).toEqual(new Set([1, 16, 64, 256]))
  })

  it.each([...FULL_PLAN, ...SHORT_PLAN].filter(({ mode }) => ['slices', 'duel', 'open-loop'].includes(mode)))(
    'compares with the floor and has the control: $workload $mode $connections $sessions',
    ({ variants }) => {
      expect(variants ?? ESSENTIAL).toEqual(expect.arrayContaining([...ESSENTIAL]))
    },
  )
})

describe('narrowPlan', () => {
  it('leaves the runs of a workload and a mode', () => {
    const runs = narrowPlan(FULL_PLAN, { workloads: ['64kb'], modes: ['duel'] })

    expect(runs).toMatchObject([{ workload: '64kb', mode: 'duel' }])
  })

  it('keeps the floor, the control and the product, which no comparison can do without', () => {
    const [run] = narrowPlan(FULL_PLAN, { variants: ['express-session'] })

    expect(run?.variants).toEqual([...ESSENTIAL, 'express-session'])
  })

  it('adds no variant to a run that was planned without it', () => {
    const [run] = narrowPlan(FULL_PLAN, { variants: ['express-session'], modes: ['open-loop'] })

    expect(run?.variants).toEqual(ESSENTIAL)
  })
})
