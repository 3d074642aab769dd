import { parseArgs } from 'node:util'

/** What a person asked for. */
export type Command =
  | { name: 'start'; configFile: string | undefined; workers: number }
  | { name: 'keygen' }
  | { name: 'sessions end'; configFile: string | undefined; provider: string; sub: string }
  | { name: 'help' }
  | { name: 'version' }
  | { name: 'misuse'; message: string }

/** Shown by `--help`. */
export const USAGE = `Usage: coatcheck start [--config <file>] [--workers <n>]
       coatcheck keygen
       coatcheck sessions end --provider <id> --sub <subject> [--config <file>]

start          starts the backend-for-frontend and serves until SIGTERM or SIGINT
keygen         prints a fresh secret for session.secrets
sessions end   ends every session that uses an account, wherever it was begun

Options:
  -c, --config <file>  configuration; default: coatcheck.config.ts, .js, .mjs or .json here
  -w, --workers <n>    processes to serve with, one for each core; they share sessions in Redis
      --provider <id>  the account's provider, by its id in the configuration
      --sub <subject>  the account's subject there; GitHub's is the numeric id
  -h, --help           show this
  -v, --version        show the version

Environment:
  HOST, PORT           override listen.host and listen.port of the configuration
  NODE_ENV=production  refuses what is fit for development only
`

const MAX_WORKERS = 256

const OPTIONS = {
  config: { type: 'string', short: 'c' },
  workers: { type: 'string', short: 'w' },
  provider: { type: 'string' },
  sub: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

/** What each command takes, and how it is put together; a text says what is missing. */
const COMMANDS: Record<string, { takes: readonly (keyof Values)[]; read(values: Values): Command | string }> =
  {
    start: {
      takes: ['config', 'workers'],
      read: ({ config, workers = '1' }) =>
        isWorkerCount(workers)
          ? { name: 'start', configFile: config, workers: Number(workers) }
          : `--workers takes a number from 1 to ${MAX_WORKERS}`,
    },
    keygen: { takes: [], read: () => ({ name: 'keygen' }) },
    'sessions end': {
      takes: ['config', 'provider', 'sub'],
      read: ({ config, provider, sub }) =>
        provider && sub
          ? { name: 'sessions end', configFile: config, provider, sub }
          : 'sessions end needs --provider and --sub',
    },
  }

function isWorkerCount(text: string): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_WORKERS
}

/** Reads the arguments; whatever cannot be understood becomes `misuse` with a sentence saying why. */
export function parseCommandLine(args: string[]): Command {
  const parsed = parseOptions(args)
  if (typeof parsed === 'string') return misuse(parsed)

  const { values, positionals } = parsed
  if (values.help) return { name: 'help' }
  if (values.version) return { name: 'version' }
  const [name, unexpected] = splitName(positionals)
  if (name === undefined) return misuse('name a command')
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) return misuse(`there is no command ${JSON.stringify(name)}`)
  if (unexpected !== undefined) return misuse(`${name} takes no argument ${JSON.stringify(unexpected)}`)
  const foreign = Object.keys(values).find((option) => !command.takes.some((taken) => taken === option))
  if (foreign !== undefined) return misuse(`${name} takes no option --${foreign}`)

  const read = command.read(values)
  return typeof read === 'string' ? misuse(read) : read
}

/** @returns The command's name, of two words where it belongs to a group, and what follows it. */
function splitName([first, ...rest]: string[]): [string | undefined, string | undefined] {
  return first === 'sessions' && rest[0] !== undefined ? [`sessions ${rest[0]}`, rest[1]] : [first, rest[0]]
}

function misuse(message: string): Command {
  return { name: 'misuse', message }
}

function parseOptions(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: OPTIONS })
  } catch (error) {
    // Node's sentence about the option comes first; its advice on positionals does not apply here.
    return error instanceof Error
      ? (error.message.split('. ', 1)[0] ?? error.message)
      : 'arguments cannot be read'
  }
}
