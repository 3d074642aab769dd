import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const PEERS = fileURLToPath(new URL('./peers/', import.meta.url))

/**
 * Installs the packages of the peers, if they are not there yet. They have a lock of their own, so that nothing of
 * theirs comes into the product's.
 *
 * @throws {Error} npm could not install them; its reason is on standard error.
 */
export function installPeers(): void {
  const installed = `${PEERS}node_modules/.package-lock.json`
  const lock = `${PEERS}package-lock.json`
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return

  console.error('installing the peers (npm ci)')
  const { status } = spawnSync('npm', ['ci', '--loglevel=warn'], { cwd: PEERS, stdio: ['ignore', 2, 2] })
  if (status !== 0)
    throw new Error('the peers could not be installed; without them: --variants raw-node,nginx')
}
