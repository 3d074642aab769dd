import { cpus, loadavg, totalmem } from 'node:os'
import type { FaultOutcome } from './fault-outcome.ts'

/** Where and when the figures were taken. */
export interface Circumstances {
  date: Date
  redisVersion: string
}

const HEADINGS = [
  'fault',
  'requests',
  'answers by code',
  'wrong answers',
  'longest wait',
  'sessions lost',
  'back to normal after',
]

const INTRODUCTION = `# What happens when the store fails

Written by \`npm run faults\`; do not edit. Each row is a world of its own: real \`coatcheck start\` processes, a
real Redis, twenty signed-in people at their processes and passers-by without a session, all of whom call at a fixed
rate whether or not earlier calls were answered. Half of what people call is proxied, half reads the session.

An answer is wrong unless it is the person's own data, 204 for a passer-by, or 503 \`session_store_unavailable\` with
\`Retry-After\` while the store is away. During the rolling restart the store is there, so 503 is wrong as well. The last
column runs from the moment the store itself was well again (Redis answers, a replica is promoted) to the last answer
that was not the person's own; no process was restarted for it. The program fails on any wrong answer, any wait above one
second, any session lost that the store still holds, and no recovery within fifteen seconds.
`

/** Renders the figures as a Markdown table. */
export function renderTable(outcomes: readonly FaultOutcome[]): string {
  const rows = outcomes.map((outcome) => [
    outcome.name,
    String(outcome.requests),
    Object.entries(outcome.byCode)
      .map(([code, count]) => `${code}: ${count}`)
      .join(', '),
    String(outcome.wrong),
    `${Math.round(outcome.longestWaitMs)} ms`,
    String(outcome.sessionsLost),
    outcome.recoveryMs === undefined ? 'never' : `${Math.round(outcome.recoveryMs)} ms`,
  ])
  const lines = [HEADINGS, HEADINGS.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Renders the document that keeps the figures, good or bad. */
export function renderReport(
  outcomes: readonly FaultOutcome[],
  failures: readonly string[],
  { date, redisVersion }: Circumstances,
): string {
  const [cpu] = cpus()
  const machine = [
    `${cpus().length} × ${cpu?.model ?? 'unknown processor'}`,
    `${Math.round(totalmem() / 2 ** 30)} GB`,
    `${process.platform} ${process.arch}`,
    `load average ${loadavg()[0]?.toFixed(1)}`,
  ]
  const facts = [
    `* Date: ${date.toISOString().slice(0, 10)}`,
    `* Machine: ${machine.join(', ')}`,
    `* Versions: Node ${process.versions.node}, Redis ${redisVersion}`,
    ...(failures.length === 0 ? ['* Nothing failed.'] : failures.map((failure) => `* FAILED ${failure}`)),
  ]
  return `${INTRODUCTION}\n${facts.join('\n')}\n\n${renderTable(outcomes)}\n`
}
