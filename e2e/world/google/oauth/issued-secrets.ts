/** Every value the emulated Google has handed out that must never reach a browser or a log. */
export interface IssuedSecrets {
  /** Remembers the values that are strings; anything else is absent from an answer and ignored. */
  add(...values: unknown[]): void
  all(): string[]
}

/** Creates a list that already holds the client secrets. It is never emptied: a leak stays a leak. */
export function createIssuedSecrets(clientSecrets: readonly string[]): IssuedSecrets {
  const secrets = new Set(clientSecrets)
  return {
    add: (...values) => {
      for (const value of values) if (typeof value === 'string') secrets.add(value)
    },
    all: () => [...secrets],
  }
}
