import { parseArgs } from 'node:util'

/** What a person asked for. */
export type Command =
  | { name: 'start'; configFile: string | undefined }
  | { name: 'help' }
  | { name: 'version' }
  | { name: 'misuse'; message: string }

/** Shown by `--help`. */
export const USAGE = `Usage: coatcheck start [--config <file>]

Starts the backend-for-frontend and serves until SIGTERM or SIGINT.

Options:
  -c, --config <file>  configuration; default: coatcheck.config.ts, .js, .mjs or .json here
  -h, --help           show this
  -v, --version        show the version

Environment:
  HOST, PORT           override listen.host and listen.port of the configuration
  NODE_ENV=production  refuses what is fit for development only
`

/** Reads the arguments; whatever cannot be understood becomes `misuse` with a sentence saying why. */
export function parseCommandLine(args: string[]): Command {
  const parsed = parseOptions(args)
  if (typeof parsed === 'string') return { name: 'misuse', message: parsed }

  const { values, positionals } = parsed
  const [command, ...rest] = positionals
  if (values.help) return { name: 'help' }
  if (values.version) return { name: 'version' }
  if (command === undefined) return { name: 'misuse', message: 'name a command' }
  if (command !== 'start')
    return { name: 'misuse', message: `there is no command ${JSON.stringify(command)}` }
  if (rest.length > 0)
    return { name: 'misuse', message: `start takes no argument ${JSON.stringify(rest[0])}` }
  return { name: 'start', configFile: values.config }
}

function parseOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        config: { type: 'string', short: 'c' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    })
  } catch (error) {
    // Node's sentence about the option comes first; its advice on positionals does not apply here.
    return error instanceof Error
      ? (error.message.split('. ', 1)[0] ?? error.message)
      : 'arguments cannot be read'
  }
}
