import { readFileSync } from 'node:fs'
import { ConfigError } from '../config/config-error.ts'
import type { CliHost } from './cli-host.ts'
import { parseCommandLine, USAGE } from './command-line.ts'
import { start } from './start.ts'
import { StartFailure } from './start-failure.ts'

/**
 * Runs one command to its end.
 *
 * @returns The exit code: 0 done, 1 could not be done, 2 not understood.
 */
export async function runCli(host: CliHost): Promise<number> {
  const command = parseCommandLine(host.args)
  switch (command.name) {
    case 'start':
      return startOrExplain(host, command.configFile)
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

async function startOrExplain(host: CliHost, configFile: string | undefined): Promise<number> {
  try {
    await start(host, configFile)
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof StartFailure)) throw error
    host.stderr.write(`coatcheck: ${error.message}\n`)
    return 1
  }
}

function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url)
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  return version
}
