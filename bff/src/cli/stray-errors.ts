import type { Logger } from '../logger.ts'

/**
 * Catches what no request caught. A forgotten rejection costs one request at most and must not end
 * everybody's session; after an exception nobody caught the state is unknown, so the process ends.
 * Both go through the log, whose redaction keeps messages, and what they may quote, out.
 */
export function catchStrayErrors(log: Logger): void {
  process.on('unhandledRejection', (error) => log.error({ error }, 'unhandled rejection'))
  process.on('uncaughtException', (error) => {
    log.fatal({ error }, 'uncaught exception')
    process.exit(1)
  })
}
