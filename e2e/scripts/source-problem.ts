/** Something in a source file that the style of this project does not allow. */
export interface SourceProblem {
  /** Path from the repository root. */
  path: string
  /** Counted from 1. */
  line: number
  /** What is wrong and what to do about it. */
  message: string
}

/** Whether a file holds tests; a list of tests may be longer than code that runs in production. */
export function isTestFile(path: string): boolean {
  return /\.test\.tsx?$/.test(path)
}
