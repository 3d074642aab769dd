import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { findProgram } from '../scripts/programs.mjs'
import { endProcess } from './end-process.ts'
import { findFreePort } from './free-port.ts'

/** A Redis of our own, on loopback, that can fail in the two ways a real one does. */
export interface RedisServer {
  url: string
  port: number
  /** Stops the server as an operator would: what it holds is written to disk. Connections are refused. */
  switchOff(): Promise<void>
  /** Starts it again on the same port with the data it had. */
  switchOn(): Promise<void>
  /** Makes it hang: connections stay open and nothing is answered. */
  freeze(): void
  /** Lets it answer again, what was asked meanwhile included. */
  thaw(): void
  /** Stops it for good and removes its files. */
  stop(): Promise<void>
}

/** Finds the `redis-server` program; absent when it is not installed. */
export function findRedisServer(): string | undefined {
  return findProgram('redis')
}

/**
 * Starts a Redis server on a free port, its files in a folder of its own.
 *
 * @throws {Error} when `redis-server` is not installed; ask `findRedisServer` first.
 */
export async function startRedis(): Promise<RedisServer> {
  const program = findRedisServer()
  if (!program) throw new Error('redis-server is not installed')
  const folder = await mkdtemp(join(tmpdir(), 'coatcheck-redis-'))
  const port = await findFreePort()
  let server = await launch(program, port, folder)

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    switchOff: () => endProcess(server),
    switchOn: async () => {
      server = await launch(program, port, folder)
    },
    freeze: () => {
      server.kill('SIGSTOP')
    },
    thaw: () => {
      server.kill('SIGCONT')
    },
    stop: async () => {
      // A frozen process would not hear SIGTERM.
      server.kill('SIGCONT')
      await endProcess(server)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function launch(program: string, port: number, folder: string): Promise<ChildProcess> {
  // With a save point SIGTERM writes the data to disk, so that switching off and on loses nothing.
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '3600 1']
  const server = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', (code) =>
      reject(new Error(`redis-server ended with code ${code} before it was ready`)),
    )
    createInterface(server.stdout).on('line', (line) => {
      if (/ready to accept/i.test(line)) resolve()
    })
  })
  return server
}
