import { spawnSync } from 'node:child_process'

/**
 * Runs a command in the repository root, its output going where ours goes.
 *
 * @returns whether it ended well; a command that cannot be started did not.
 */
export function runCommand(command: string, args: readonly string[]): boolean {
  const { status, error } = spawnSync(command, args, {
    cwd: new URL('../../', import.meta.url),
    stdio: 'inherit',
    // Turborepo reports usage unless told not to.
    env: { ...process.env, DO_NOT_TRACK: '1', TURBO_TELEMETRY_DISABLED: '1' },
  })
  if (error) process.stderr.write(`coatcheck: ${command} could not be started: ${error.message}\n`)
  return status === 0
}
