import { type ChildProcess, spawn } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import { get } from 'node:http'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { endProcess } from '../world/end-process.ts'

/** How to start a server. */
export interface ServerCommand {
  /** Names its log file. */
  name: string
  command: readonly string[]
  env?: Record<string, string>
  port: number
  /** Answers with less than 500 as soon as the server is ready. */
  readyPath: string
  /** Where its output goes, as a production process writes it: to a file. */
  folder: string
}

/** A server at work in a process of its own. */
export interface ServerProcess {
  origin: string
  pid: number
  /** From its start until its first good answer. */
  startedInMs: number
  stop(): Promise<void>
}

const START_TIMEOUT_MS = 60_000
const POLL_MS = 2

/** The net under an orderly end: a bench that dies of an error of its own leaves no server behind. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/**
 * Starts a server and waits until it answers.
 *
 * @throws {Error} with the end of its output, when it ends first or does not answer in time.
 */
export async function startServer(options: ServerCommand): Promise<ServerProcess> {
  const { name, command, env = {}, port, readyPath, folder } = options
  const origin = `http://127.0.0.1:${port}`
  const logFile = join(folder, `${name}.log`)
  const log = await open(logFile, 'a')
  const [program = '', ...args] = command
  const { PATH = '', HOME = '' } = process.env
  const begun = performance.now()
  const child = spawn(program, args, {
    env: { PATH, HOME, NODE_ENV: 'production', ...env },
    stdio: ['ignore', log.fd, log.fd],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  const failed = new Promise<Error>((resolve) => child.once('error', resolve))
  await log.close()

  const isOver = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined
  while (!(await answers(`${origin}${readyPath}`))) {
    if (!isOver() && performance.now() - begun < START_TIMEOUT_MS) {
      await delay(POLL_MS)
      continue
    }
    const reason = child.pid === undefined ? (await failed).message : 'it ended or did not answer in time'
    if (child.pid !== undefined) await endProcess(child)
    throw new Error(`${name} could not be started: ${reason}\n${await lastWords(logFile)}`)
  }
  const startedInMs = performance.now() - begun
  return { origin, pid: child.pid ?? 0, startedInMs, stop: () => endProcess(child) }
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 1000 }, (response) => {
      response.resume()
      resolve((response.statusCode ?? 500) < 500)
    })
    request.once('timeout', () => request.destroy())
    request.once('error', () => resolve(false))
  })
}

async function lastWords(logFile: string): Promise<string> {
  return (await readFile(logFile, 'utf8')).slice(-2000).trim()
}
