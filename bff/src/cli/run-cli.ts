import cluster from 'node:cluster'
import { readFileSync } from 'node:fs'
import { ConfigError } from '../config/config-error.ts'
import type { CliHost } from './cli-host.ts'
import { CommandFailure } from './command-failure.ts'
import { parseCommandLine, USAGE } from './command-line.ts'
import { endSessions } from './end-sessions.ts'
import { keygen } from './keygen.ts'
import { start } from './start.ts'
import { startWorkers } from './start-workers.ts'

/**
 * Runs one command to its end.
 *
 * @returns The exit code: 0 done, 1 could not be done, 2 not understood.
 */
export async function runCli(host: CliHost): Promise<number> {
  const command = parseCommandLine(host.args)
  switch (command.name) {
    case 'start':
      return explained(host, () =>
        command.workers > 1 && cluster.isPrimary
          ? startWorkers(host, command)
          : start(host, command.configFile),
      )
    case 'sessions end':
      return explained(host, () => endSessions(host, command))
    case 'keygen':
      keygen(host)
      return 0
    case 'help':
      host.stdout.write(USAGE)
      return 0
    case 'version':
      host.stdout.write(`${packageVersion()}\n`)
      return 0
    case 'misuse':
      host.stderr.write(`coatcheck: ${command.message}; see coatcheck --help\n`)
      return 2
  }
}

/** What a person can mend is told in a sentence; anything else is a bug and keeps its stack. */
async function explained(host: CliHost, command: () => Promise<void>): Promise<number> {
  try {
    await command()
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof CommandFailure)) throw error
    host.stderr.write(`coatcheck: ${error.message}\n`)
    return 1
  }
}

function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url)
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  return version
}
