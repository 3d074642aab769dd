import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { BffSettings } from './bff-settings.ts'
import { endProcess } from './end-process.ts'

/** A running `coatcheck start`. */
export interface BffProcess {
  /** `http://127.0.0.1:<port>`, behind any TLS front. */
  origin: string
  /** Everything it has written to stdout and stderr, for leak sweeps. */
  output(): string
  /** Shows what it writes from now on. */
  pipeTo(stream: Writable): void
  /** Resolves when the process ends by itself or is stopped; the exit code, or null after a signal. */
  ended: Promise<number | null>
  /** Ends it with SIGTERM and waits. */
  stop(): Promise<void>
}

/** How to start the BFF. */
export interface BffOptions {
  port: number
  settings: BffSettings
  /** Configuration file, relative to the root. Default: the demo's. */
  config?: string
  /** PEM file of an authority the BFF trusts besides the public ones. */
  caFile?: string
}

type BffChild = ChildProcessByStdio<null, Readable, Readable>

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const TEST_HOSTS = new URL('./test-hosts.ts', import.meta.url).href
const COMMAND = 'node_modules/.bin/coatcheck'
const DEMO_CONFIG = 'demo-spa/coatcheck.config.ts'
const BUILT = ['bff/dist/index.js', 'demo-spa/dist/index.html']
const START_TIMEOUT_MS = 30_000
const POLL_MS = 50

/**
 * Starts the BFF the way an operator does, and waits until it is ready.
 *
 * @throws {Error} with the end of its output, when it ends first or is not ready in time.
 */
export async function startBff(options: BffOptions): Promise<BffProcess> {
  if (!BUILT.every((file) => existsSync(ROOT + file)))
    throw new Error('not built yet: npm run build comes first')
  const child = launch(options)
  const origin = `http://127.0.0.1:${options.port}`
  const chunks: string[] = []
  const streams = [child.stdout, child.stderr]
  for (const stream of streams) stream.setEncoding('utf8').on('data', (text: string) => chunks.push(text))

  const bff: BffProcess = {
    origin,
    output: () => chunks.join(''),
    pipeTo: (target) => {
      for (const stream of streams) stream.pipe(target, { end: false })
    },
    ended: new Promise((resolve) => child.once('close', resolve)),
    stop: () => endProcess(child),
  }
  await untilReady(bff, child)
  return bff
}

function launch({ port, settings, config = DEMO_CONFIG, caFile }: BffOptions): BffChild {
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH, HOME, HOST: '127.0.0.1', PORT: String(port), ...settings }
  const preload = caFile ? ['--import', TEST_HOSTS] : []
  return spawn(process.execPath, [...preload, COMMAND, 'start', '--config', config], {
    cwd: ROOT,
    // The emulated providers have public names then, which lead to this machine.
    env: caFile ? { ...env, NODE_EXTRA_CA_CERTS: caFile, PROVIDERS_ON_PRIVATE_NETWORK: 'true' } : env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function untilReady(bff: BffProcess, child: BffChild): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (!(await isReady(bff.origin))) {
    const isOver = child.exitCode !== null || child.signalCode !== null
    if (!isOver && Date.now() < deadline) {
      await delay(POLL_MS)
      continue
    }
    await bff.stop()
    await bff.ended
    const problem = isOver ? 'the BFF ended before it was ready' : 'the BFF is not ready in time'
    throw new Error(`${problem}\n${bff.output().slice(-4000).trim()}`)
  }
}

async function isReady(origin: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${origin}/bff/health/ready`, { signal: AbortSignal.timeout(2000) })
    return ok
  } catch {
    return false
  }
}
