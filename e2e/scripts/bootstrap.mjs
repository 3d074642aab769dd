// Brings what a fresh clone lacks, before anything else runs: `node bootstrap.mjs [redis] [chromium]`.
// Plain Node without dependencies, parsed by Node 16 too: it is the machine's own Node that runs it.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findProgram, missingProgram, PROGRAMS } from './programs.mjs'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const LOWEST_NODE_MAJOR = 24

installDependencies()
for (const id of process.argv.slice(2)) installProgram(id)
requireNode()

function installDependencies() {
  const lock = `${ROOT}package-lock.json`
  const installed = `${ROOT}node_modules/.package-lock.json`
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return

  say('installing dependencies (npm ci)')
  // The npm that runs this script may not be the first one on the PATH.
  const npm = process.env.npm_execpath
  const ci = ['ci', '--loglevel=warn']
  const status = npm ? run(process.execPath, [npm, ...ci]) : run('npm', ci)
  if (status !== 0) fail('npm ci failed; its reason is above')
}

function installProgram(id) {
  if (PROGRAMS[id] === undefined) fail(`unknown program ${id}; known: ${Object.keys(PROGRAMS).join(', ')}`)
  if (findProgram(id)) return

  const isDebianRoot = process.getuid?.() === 0 && existsSync('/etc/debian_version')
  const isNamed = Boolean(process.env[PROGRAMS[id].variable])
  if (isDebianRoot && !isNamed) aptInstall(PROGRAMS[id])
  if (!findProgram(id)) say(`${missingProgram(id)}. Tests that need it will be skipped.`)
}

function aptInstall({ title, packages }) {
  say(`installing ${title} (apt-get install ${packages.join(' ')})`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const quiet = ['-qq', '-o', 'Dpkg::Use-Pty=0']
  run('apt-get', ['update', ...quiet], env)
  run('apt-get', ['install', '-y', '--no-install-recommends', ...quiet, ...packages], env)
}

// The scripts after this one are TypeScript and run on the `node` npm finds first: the one the lock brings on Linux, else the machine's.
function requireNode() {
  const version = spawnSync('node', ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? ''
  const major = Number(version.slice(1).split('.')[0])
  if (major >= LOWEST_NODE_MAJOR) return

  fail(
    `Node ${LOWEST_NODE_MAJOR} or newer is needed, found ${version || 'none that runs'}; see https://nodejs.org`,
  )
}

function run(command, args, env = process.env) {
  // Standard output is the scripts' own; progress goes to standard error.
  return spawnSync(command, args, { cwd: ROOT, env, stdio: ['ignore', 2, 2] }).status
}

function say(line) {
  process.stderr.write(`coatcheck: ${line}\n`)
}

function fail(line) {
  say(line)
  process.exit(1)
}
