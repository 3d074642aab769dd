import type { DestinationStream, Logger as PinoLogger } from 'pino'
import pino from 'pino'
import { batchedOutput } from './batched-output.ts'
import { processRuntime } from './process-runtime.ts'

/** Structured logger: one JSON object a line. */
export type Logger = PinoLogger

/** How much to log: pino's level names, or `silent`. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

/**
 * Names whose values never reach a log line, at the top of a record or one level down.
 * A net under the rule that tokens only travel in `TokenSet`, not a replacement for it.
 */
const REDACTED = [
  'accessToken',
  'refreshToken',
  'idToken',
  'access_token',
  'refresh_token',
  'id_token',
  'client_secret',
  'clientSecret',
  'code',
  'state',
  'nonce',
  'codeVerifier',
  'code_verifier',
  'authorization',
  'cookie',
  'set-cookie',
  'secret',
  'password',
]

/**
 * Creates the process's logger.
 *
 * @param destination Where lines go; standard output when absent.
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: isoTime(processRuntime().now),
    redact: { paths: REDACTED.flatMap((name) => [`["${name}"]`, `*["${name}"]`]), censor: '[redacted]' },
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: describeError },
  }
  return pino(options, destination ?? batchedOutput())
}

/** Spells the time as pino asks for it; once for all lines of a millisecond, of which there are many under load. */
function isoTime(now: () => number): () => string {
  let spelledAt = Number.NaN
  let spelled = ''
  return () => {
    const at = now()
    if (at !== spelledAt) spelled = `,"time":"${new Date(at).toISOString()}"`
    spelledAt = at
    return spelled
  }
}

/**
 * Reduces an error to what may be logged. Messages and bodies of provider errors can
 * quote what was sent, so only names, codes and our own sentences are kept.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = 'code' in error ? { errorCode: String(error.code) } : {}
  const oauthError =
    'error' in error && typeof error.error === 'string' ? { oauthError: error.error.slice(0, 64) } : {}
  const own = error.name === 'BffError' || error.name === 'LoginFailure'
  const stack = own ? {} : { stack: stackFrames(error) }
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) }
  return {
    name: error.name,
    ...(own ? { message: error.message } : {}),
    ...code,
    ...oauthError,
    ...stack,
    ...cause,
  }
}

function stackFrames(error: Error): string | undefined {
  return error.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .join('\n')
}
