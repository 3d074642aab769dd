import type { Logger } from '../../logger.ts'

/** Logs trouble with Redis once for each reason, not at every attempt to reconnect. */
export class RedisTrouble {
  readonly #log: Logger
  readonly #reported = new Set<string>()

  constructor(log: Logger) {
    this.#log = log
  }

  /** @param error Anything node-redis emits; its message is not logged, only what kind it is. */
  report(error: unknown): void {
    const reason = reasonOf(error)
    if (this.#reported.has(reason)) return
    this.#reported.add(reason)
    this.#log.warn({ error, reason }, `redis connection trouble: ${EXPLAINED[reason] ?? reason}`)
  }

  /** Tells that all is well: what goes wrong from now on is news. */
  ready(): void {
    this.#reported.clear()
    this.#log.info('redis connection ready')
  }
}

const EXPLAINED: Record<string, string> = {
  WRONGPASS: 'it refuses the user name or the password',
  NOAUTH: 'it asks for a password',
  NOPERM: 'its ACL does not let this user do what is needed',
}

/** Says in a word what is wrong. Redis starts its refusals with a code in capitals; the system and node:tls have error codes. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  if (error.cause !== undefined) return reasonOf(error.cause)
  const [reply] = /^[A-Z]{3,}(?= )/.exec(error.message) ?? []
  if (reply !== undefined) return reply
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
