import type { CallRecord } from './steady-load.ts'

/** What one scenario measured. */
export interface FaultOutcome {
  name: string
  requests: number
  /** Answers by status, or by the code of what came instead. */
  byCode: Readonly<Record<string, number>>
  wrong: number
  /** What the first wrong answers said. */
  evidence: readonly string[]
  longestWaitMs: number
  /** Longest wait of those who need no store: what the machine itself took. */
  machineWaitMs: number
  /** Sessions that the store still holds and the BFF no longer knows. */
  sessionsLost: number
  /** From the end of the fault to the last answer that was not right; undefined when that took too long. */
  recoveryMs: number | undefined
}

const EVIDENCE_LIMIT = 5

/** Sums up what the calls of a load met with. */
export function sumUp(
  name: string,
  records: readonly CallRecord[],
): Omit<FaultOutcome, 'sessionsLost' | 'recoveryMs'> {
  const wrong = records.filter(({ judgement }) => judgement === 'wrong')
  const byCode: Record<string, number> = {}
  for (const { code } of records) byCode[code] = (byCode[code] ?? 0) + 1
  return {
    name,
    requests: records.length,
    byCode,
    wrong: wrong.length,
    evidence: wrong.slice(0, EVIDENCE_LIMIT).map(({ code, evidence = '' }) => `${code} ${evidence}`),
    longestWaitMs: longest(records),
    machineWaitMs: longest(records.filter(({ isAnonymous }) => isAnonymous)),
  }
}

function longest(records: readonly CallRecord[]): number {
  return records.reduce((most, { tookMs }) => Math.max(most, tookMs), 0)
}

/**
 * Names everything that must not be.
 *
 * @param maxWaitMs No answer may take longer.
 * @returns an empty list when the scenario went well.
 */
export function findFailures(outcome: FaultOutcome, maxWaitMs: number): string[] {
  const { wrong, evidence, longestWaitMs, sessionsLost, recoveryMs } = outcome
  const failures: string[] = []
  if (wrong > 0) failures.push(`${wrong} wrong answers, such as ${evidence.join(' | ')}`)
  if (longestWaitMs > maxWaitMs) {
    failures.push(`a call waited ${Math.round(longestWaitMs)} ms; ${Math.round(maxWaitMs)} ms are allowed`)
  }
  if (sessionsLost > 0) failures.push(`${sessionsLost} sessions were lost that the store still holds`)
  if (recoveryMs === undefined) failures.push('it did not recover without a restart')
  return failures
}
