/** A program the tests or the bench use that npm does not bring. */
export type ProgramId = 'redis' | 'chromium' | 'nginx' | 'wrk'

export interface Program {
  title: string
  /** Environment variable that points at the program and wins over every search. */
  variable: string
  names: string[]
  places: string[]
  packages: string[]
  advice: string
}

export declare const PROGRAMS: Record<ProgramId, Program>

export declare function findProgram(id: ProgramId, env?: NodeJS.ProcessEnv): string | undefined

export declare function missingProgram(id: ProgramId, env?: NodeJS.ProcessEnv): string
