import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** How a command ended. */
export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** A folder with the files a test writes, to run the command in. */
export async function aFolder(
  files: Record<string, unknown>,
): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'coatcheck-cli-'))
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(path, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return { path, remove: () => rm(path, { recursive: true }) }
}

/** Runs `coatcheck` to its end, in an environment that holds nothing but what is given. */
export async function runCoatcheck(
  args: string[],
  folder: string,
  environment: Record<string, string> = {},
): Promise<Ended> {
  const child = spawnCoatcheck(args, folder, environment)
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  return { code, stdout, stderr }
}

/** A server that the command started. */
export interface CoatcheckServer {
  url: string
  pid: number
  /** Log records so far. */
  records: Record<string, unknown>[]
  /** Resolves with the record of that message, as soon as it is there. */
  logged(message: string): Promise<Record<string, unknown>>
  signal(name: NodeJS.Signals): void
  /** Resolves with the exit code. */
  ended: Promise<number | null>
}

/** Starts `coatcheck start` on a free port and waits until it listens. */
export async function startCoatcheck(
  folder: string,
  environment: Record<string, string> = {},
  options: readonly string[] = [],
): Promise<CoatcheckServer> {
  const child = spawnCoatcheck(['start', ...options], folder, { PORT: '0', ...environment })
  const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? null)
  const { records, logged } = followLog(child, ended)
  const { url } = await logged('listening')
  return {
    url: String(url),
    pid: child.pid ?? 0,
    records,
    logged,
    ended,
    signal: (name) => void child.kill(name),
  }
}

function spawnCoatcheck(args: string[], folder: string, environment: Record<string, string>) {
  return spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function followLog(child: ReturnType<typeof spawnCoatcheck>, ended: Promise<unknown>) {
  const records: Record<string, unknown>[] = []
  const lines = createInterface(child.stdout)
  lines.on('line', (line) => records.push(JSON.parse(line)))
  const errors = text(child.stderr)
  return {
    records,
    async logged(message: string) {
      for (;;) {
        const record = records.find(({ msg }) => msg === message)
        if (record) return record
        const over = await Promise.race([once(lines, 'line').then(() => false), ended.then(() => true)])
        if (over) throw new Error(`the process ended without logging ${message}: ${await errors}`)
      }
    },
  }
}
