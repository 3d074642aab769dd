import { type BenchResults, CONTROL, FLOOR, type RunResult, type VariantResult } from './bench-result.ts'
import { areWorkersApart } from './cpu-cores.ts'
import { type Goal, judgeGoals, resolutionOf, workersGain } from './goals.ts'
import { renderTable } from './markdown-table.ts'
import { allVariants } from './variants/registry.ts'

/** What the ratio of a mode is a ratio of. */
const COMPARED = {
  slices: 'requests/s against the floor',
  duel: 'CPU a request against the floor',
  'open-loop': 'p50 against the floor',
  workers: 'work against one process',
} as const

/** Writes the whole report, `RESULTS.md`, from results and nothing else. */
export function renderReport(results: BenchResults): string {
  return [
    '# Results of the benchmark',
    'Written by `npm run bench`; [README.md](README.md) says how it measures and how to read this.',
    '## Goals',
    renderGoals(judgeGoals(results)),
    '## Variants',
    renderVariants(),
    '## Runs',
    ...results.runs.map(renderRun),
    ...renderMemory(results.runs),
    ...renderWorkers(results),
    '## Measured on',
    renderTable(['', ''], [...Object.entries(results.machine), ...Object.entries(results.versions)]),
    '',
  ].join('\n\n')
}

/** Writes one run as a table; a difference that the control does not resolve is not given as one. */
export function renderRun(run: RunResult): string {
  const { mode, workload, connections, sessions, variants } = run
  const title = `### ${mode}: ${workload}, ${connections} connections, ${count(sessions, 'session')}`
  const resolution = resolutionOf(run)
  const compared = mode in COMPARED ? COMPARED[mode as keyof typeof COMPARED] : 'against the floor'
  const head = ['variant', 'requests/s', compared, '±', 'CPU s/10,000', 'p50 ms', 'p99 ms', 'MiB', 'errors']
  const rows = variants.map((variant) => [
    variant.name,
    figure(variant.rps, 0),
    renderRatio(variant, resolution),
    figure(variant.spread, 3),
    figure(variant.cpuSecondsPer10k, 2),
    figure(variant.p50Ms, 2),
    figure(variant.p99Ms, 2),
    figure(variant.rssMb, 0),
    String(variant.errors),
  ])
  const note =
    resolution === undefined
      ? []
      : [`The control differs by ${resolution.toFixed(3)}: differences up to that are not resolved.`]
  return [title, renderTable(head, rows), ...note].join('\n\n')
}

function renderRatio({ name, ratioToFloor }: VariantResult, resolution: number | undefined): string {
  if (ratioToFloor === null) return ''
  if (name === FLOOR) return '1'
  const isResolved = resolution === undefined || Math.abs(ratioToFloor - 1) > resolution
  const value = ratioToFloor.toFixed(3)
  return isResolved || name === CONTROL ? value : `${value} (not resolved)`
}

function renderGoals(goals: readonly Goal[]): string {
  const rows = goals.map(({ text, measured, isMet }) => [
    text,
    measured ?? '',
    isMet === undefined ? 'not measured' : isMet ? 'met' : '**not met**',
  ])
  return renderTable(['goal (1 KB, 64 connections, where nothing else is said)', 'measured', ''], rows)
}

function renderVariants(): string {
  return renderTable(
    ['variant', 'what it is'],
    allVariants().map(({ name, title }) => [name, title]),
  )
}

/** A session's share: what the process with all of them is larger by than the one with a single one. */
function renderMemory(runs: readonly RunResult[]): string[] {
  const [one, many] = runs.filter(({ mode }) => mode === 'memory').toSorted((a, b) => a.sessions - b.sessions)
  if (!one || !many) return []
  const rows = many.variants.map(({ name, rssMb }) => {
    const before = one.variants.find((variant) => variant.name === name)?.rssMb
    if (rssMb === null || before === null || before === undefined) return [name, '']
    const kilobytes = ((rssMb - before) * 1024) / (many.sessions - one.sessions)
    return [name, kilobytes.toFixed(2)]
  })
  return ['### Memory of a session', renderTable(['where', 'KiB a session'], rows)]
}

function renderWorkers(results: BenchResults): string[] {
  const gain = workersGain(results)
  if (gain === undefined) return []
  const { workersOnCores: workers, workersLoadOnCores: workersLoad } = results.machine
  const how = areWorkersApart({ workers: String(workers), workersLoad: String(workersLoad) })
    ? `on cores ${workers}, loaded from cores ${workersLoad}, by requests a second`
    : 'by how evenly they share the work and what CPU a request costs: workers, upstream and load generator share ' +
      `cores ${workers}, so that requests a second would say how far those reach, and not how the product scales`
  return ['### Two workers', `Two workers do ${gain.toFixed(2)} times the work of one process, ${how}.`]
}

function figure(value: number | null, digits: number): string {
  return value === null ? '' : value.toFixed(digits)
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}
