import pino from 'pino'
import { createLogger, type Logger } from '../logger.ts'

/**
 * Catches what no request caught. A forgotten rejection costs one request at most and must not end
 * everybody's session; after an exception nobody caught the state is unknown, so the process ends.
 * Both go through the log, whose redaction keeps messages, and what they may quote, out.
 */
export function catchStrayErrors(log: Logger): void {
  process.on('unhandledRejection', (error) => log.error({ error }, 'unhandled rejection'))
  process.on('uncaughtException', (error) => {
    // The usual log writes in the background, which ends with the process.
    const lastWords = createLogger('fatal', pino.destination({ dest: process.stdout.fd, sync: true }))
    lastWords.fatal({ error }, 'uncaught exception')
    process.exit(1)
  })
}
