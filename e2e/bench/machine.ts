import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, release, totalmem } from 'node:os'
import { findProgram } from '../scripts/programs.mjs'
import type { CpuCores } from './cpu-cores.ts'

const ROOT = new URL('../../', import.meta.url)

/** What the figures were measured on: they mean nothing without it. */
export function describeMachine(cores: CpuCores, date: Date): Record<string, string | number> {
  return {
    date: date.toISOString().slice(0, 10),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cores.count,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    system: `Linux ${release()}`,
    proxyOnCores: cores.proxy,
    loadOnCores: cores.load,
    workersOnCores: cores.workers,
    workersLoadOnCores: cores.workersLoad,
  }
}

/** Versions of everything that takes part; those of the peers' packages only when they do. */
export function readVersions(arePeersIncluded: boolean): Record<string, string> {
  return {
    coatcheck: `${packageVersion('bff/package.json')} (${commit()})`,
    node: process.version.slice(1),
    undici: undiciVersion(),
    nginx: programVersion('nginx', ['-v']),
    wrk: programVersion('wrk', ['-v']),
    redis: programVersion('redis', ['--version']),
    ...(arePeersIncluded && peerVersions()),
  }
}

function undiciVersion(): string {
  const requireAsProduct = createRequire(new URL('bff/package.json', ROOT))
  return (requireAsProduct('undici/package.json') as { version: string }).version
}

function peerVersions(): Record<string, string> {
  const { dependencies } = readJson('e2e/bench/peers/package.json') as {
    dependencies: Record<string, string>
  }
  return Object.fromEntries(
    Object.entries(dependencies).map(([name, version]) => [`peers: ${name}`, version]),
  )
}

function packageVersion(path: string): string {
  return (readJson(path) as { version: string }).version
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'))
}

function programVersion(id: 'nginx' | 'wrk' | 'redis', args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(findProgram(id) ?? id, args, { encoding: 'utf8' })
  // nginx writes it to standard error, and each has words of its own around it.
  return /\d+\.\d+[\w.-]*/.exec(`${stdout}${stderr}`)?.[0] ?? 'unknown'
}

function commit(): string {
  try {
    const args = ['describe', '--always', '--dirty', '--exclude=*']
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return 'no commit'
  }
}
