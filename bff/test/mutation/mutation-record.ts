import { z } from 'zod'

const countsSchema = z.object({
  killed: z.int(),
  timedOut: z.int(),
  survived: z.int(),
  noCoverage: z.int(),
})

/** What became of the mutants of one file. */
export type MutantCounts = z.output<typeof countsSchema>

/** How one folder did, when, and with what. */
export const mutationRecordSchema = z.object({
  folder: z.string(),
  /** The day, as in ISO 8601. */
  measuredAt: z.string(),
  /** Of what it was measured with, by name. */
  versions: z.record(z.string(), z.string()),
  /** By path below the folder. */
  files: z.record(z.string(), countsSchema),
})

/** {@link mutationRecordSchema} as it is read. */
export type MutationRecord = z.output<typeof mutationRecordSchema>

/** A mutant as Stryker reports it. */
export interface JudgedMutant {
  fileName: string
  status: string
}

const COUNTED: Readonly<Record<string, keyof MutantCounts>> = {
  Killed: 'killed',
  Timeout: 'timedOut',
  Survived: 'survived',
  NoCoverage: 'noCoverage',
}

/**
 * Counts mutants by file. Those that were not tried, or do not run at all, say nothing of the tests.
 *
 * @param folder What the names of all files begin with.
 */
export function countMutants(mutants: readonly JudgedMutant[], folder: string): Record<string, MutantCounts> {
  const counts = new Map<string, MutantCounts>()
  for (const { fileName, status } of mutants.toSorted((a, b) => a.fileName.localeCompare(b.fileName))) {
    const kind = COUNTED[status]
    if (kind === undefined) continue
    const file = fileName.slice(fileName.indexOf(folder) + folder.length)
    const ofFile = counts.get(file) ?? { killed: 0, timedOut: 0, survived: 0, noCoverage: 0 }
    ofFile[kind] += 1
    counts.set(file, ofFile)
  }
  return Object.fromEntries(counts)
}

/** Adds up what became of the mutants of several files. */
export function totalOf(files: readonly MutantCounts[]): MutantCounts {
  const sum = (kind: keyof MutantCounts) => files.reduce((total, counts) => total + counts[kind], 0)
  return {
    killed: sum('killed'),
    timedOut: sum('timedOut'),
    survived: sum('survived'),
    noCoverage: sum('noCoverage'),
  }
}

/** The share of mutants that a test noticed, in percent; one that runs into the time limit is noticed too. */
export function scoreOf({ killed, timedOut, survived, noCoverage }: MutantCounts): number {
  const noticed = killed + timedOut
  const all = noticed + survived + noCoverage
  return all === 0 ? 100 : (100 * noticed) / all
}
