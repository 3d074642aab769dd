/** One thing wrong with the configuration. */
export interface ConfigProblem {
  /** Where, as in `providers.github.clientSecret`; empty for the file as a whole. */
  path: string
  /** What is wrong and how to mend it; reads on from the path and never holds a secret. */
  message: string
}

/** The configuration cannot be used; lists every problem that was found. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly ConfigProblem[]

  /** @param file Where the configuration came from, for the reader. */
  constructor(problems: readonly ConfigProblem[], file = 'the configuration') {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
    const lines = problems.map(({ path, message }) => `  ${path === '' ? message : `${path}: ${message}`}`)
    super([`${count} in ${file}`, ...lines].join('\n'))
    this.problems = problems
  }
}
