/**
 * `npm run demo`: the built product on one URL, with emulated GitHub and Google on this machine. A provider whose
 * client id is set, in the environment or in `.env`, is the real one instead.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { RealProviders } from '../world/bff-settings.ts'
import { findFreePort } from '../world/free-port.ts'
import { PEOPLE } from '../world/seed.ts'
import { type Stack, startStack } from '../world/stack.ts'
import { readRealProviders } from './real-providers.ts'

const ENV_FILE = fileURLToPath(new URL('../../.env', import.meta.url))
const PREFERRED_PORT = 3000

let isStopping = false

try {
  if (existsSync(ENV_FILE)) process.loadEnvFile(ENV_FILE)
  const realProviders = readRealProviders(process.env)
  const stack = await start(realProviders)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(stack, 0))
  void stack.bff.ended.then(() => giveUp(stack))

  for (const line of hints(stack, realProviders)) console.log(line)
  console.log(`\n  Open ${stack.appUrl}\n`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

async function start(realProviders: RealProviders): Promise<Stack> {
  const port = await findFreePort(Number(process.env.PORT ?? PREFERRED_PORT))
  const stack = await startStack({ port, realProviders, settings: { LOG_LEVEL: 'error' } })
  stack.bff.pipeTo(process.stderr)
  return stack
}

function hints({ appUrl }: Stack, { github, google }: RealProviders): string[] {
  const [person] = PEOPLE
  const emulated = [!github && 'GitHub', !google && 'Google'].filter(Boolean)
  const are = emulated.length > 1 ? 'are' : 'is'
  return [
    ...(emulated.length > 0
      ? [`${emulated.join(' and ')} ${are} emulated here: sign in as ${person?.name}, no password is asked.`]
      : []),
    ...(github ? [`GitHub is the real one; its app must allow ${appUrl}/bff/callback/github`] : []),
    ...(google ? [`Google is the real one; its client must allow ${appUrl}/bff/callback/google`] : []),
    'Ctrl-C stops everything.',
  ]
}

async function giveUp(stack: Stack): Promise<void> {
  if (isStopping) return
  console.error('The BFF has ended by itself; its last words:')
  console.error(stack.bff.output().slice(-2000).trim())
  await stop(stack, 1)
}

async function stop(stack: Stack, exitCode: number): Promise<void> {
  isStopping = true
  await stack.stop()
  process.exit(exitCode)
}
