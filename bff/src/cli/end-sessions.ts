import { assembleSessions } from '../assemble.ts'
import { audit } from '../audit.ts'
import type { ResolvedConfig } from '../config/schema.ts'
import { BffError } from '../errors.ts'
import { createLogger } from '../logger.ts'
import type { CliHost } from './cli-host.ts'
import { CommandFailure } from './command-failure.ts'
import { readConfig } from './read-config.ts'

/** Whose sessions, and where they are kept. */
interface EndSessionsOptions {
  configFile: string | undefined
  provider: string
  sub: string
}

/**
 * `coatcheck sessions end`: ends every session that an account has begun or is connected in, in all
 * processes on the same store, and says how many there were; the audit record of it goes to standard error.
 *
 * @throws {ConfigError} the configuration cannot be used.
 * @throws {CommandFailure} there is no such provider, or the sessions cannot be reached from here.
 */
export async function endSessions(
  host: CliHost,
  { configFile, provider, sub }: EndSessionsOptions,
): Promise<void> {
  const config = await readConfig(host, configFile)
  refuseUnreachable(config, provider)
  // Standard output is the command's own: trouble goes where trouble is looked for.
  const log = createLogger('warn', host.stderr)
  const { stores, userSessions } = await assembleSessions(config, { now: host.now, log })
  try {
    const ended = await userSessions.endAll({ kind: 'sub', provider, sub })
    const user = `${provider}:${sub}`
    audit(log.child({}, { level: 'info' }), { audit: 'sessions_ended_by_admin', provider, user, ended })
    host.stdout.write(`${ended} ${ended === 1 ? 'session' : 'sessions'} ended\n`)
  } catch (error) {
    if (!(error instanceof BffError) || error.code !== 'session_store_unavailable') throw error
    throw new CommandFailure(
      'the session store does not answer; sessions may be left, so run this again when it does',
    )
  } finally {
    stores.close()
  }
}

function refuseUnreachable({ providers, session }: ResolvedConfig, provider: string): void {
  if (!Object.hasOwn(providers, provider)) {
    const known = Object.keys(providers).join(', ')
    throw new CommandFailure(`the configuration has no provider ${JSON.stringify(provider)}; it has ${known}`)
  }
  if (session.store.type === 'memory') {
    throw new CommandFailure(
      'sessions are in the memory of the process that serves them, which no command can reach; ' +
        "restart it to end them all, or keep them in Redis with session.store: { type: 'redis', url }",
    )
  }
}
