import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cleanup, createCleanup } from '../world/cleanup.ts'
import { findFreePort } from '../world/free-port.ts'
import type { GithubEmulator } from '../world/github/github-emulator.ts'
import { startGithub } from '../world/github/start-github.ts'
import { startRedis } from '../world/redis-server.ts'
import { GITHUB_CLIENT } from '../world/registered-clients.ts'
import { createWorldClock } from '../world/world-clock.ts'
import { type CpuCores, divideCores, pin } from './cpu-cores.ts'
import { startUpstream, type Upstream } from './upstream.ts'

/** What every variant stands on. */
export interface Stage {
  cores: CpuCores
  upstream: Upstream
  redisUrl: string
  github: GithubEmulator
  /** What the product is told that browsers see. The bench calls its processes at their own ports. */
  publicUrl: string
  /** Signs sessions, of every variant that needs a secret. */
  secret: string
  /** The token of the variants that know no session. */
  fixedToken: string
  /** For logs, configurations and request files; removed at the end. */
  folder: string
  cleanup: Cleanup
  /** Fires when the bench is told to stop. */
  signal: AbortSignal
}

/**
 * Starts the upstream, Redis and the emulated GitHub. This process and all of those stay on the cores for the load.
 *
 * @throws {Error} something of it is not installed or does not start; what had started is stopped again.
 */
export async function startStage(signal: AbortSignal): Promise<Stage> {
  const cleanup = createCleanup()
  try {
    return await startParts(cleanup, signal)
  } catch (error) {
    await cleanup.run()
    throw error
  }
}

async function startParts(cleanup: Cleanup, signal: AbortSignal): Promise<Stage> {
  const cores = divideCores()
  // Children inherit it.
  pin(process.pid, cores.load)
  const folder = await mkdtemp(join(tmpdir(), 'coatcheck-bench-'))
  cleanup.add(() => rm(folder, { recursive: true, force: true }))
  const upstream = await startUpstream(folder)
  cleanup.add(upstream.stop)
  const redis = await startRedis()
  cleanup.add(redis.stop)
  const publicUrl = `http://localhost:${await findFreePort()}`
  const client = { ...GITHUB_CLIENT, redirectUris: [`${publicUrl}/bff/callback/github`] }
  const github = await startGithub({ clock: createWorldClock(), clients: [client] })
  cleanup.add(github.close)

  const secret = randomBytes(32).toString('base64url')
  return {
    cores,
    upstream,
    redisUrl: redis.url,
    github,
    publicUrl,
    secret,
    fixedToken: newToken(),
    folder,
    cleanup,
    signal,
  }
}

/** A token of the length and the alphabet of GitHub's, as all variants forward one. */
export function newToken(): string {
  return `gho_${randomBytes(18).toString('hex')}`
}
