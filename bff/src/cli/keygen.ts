import { randomBytes } from 'node:crypto'
import type { CliHost } from './cli-host.ts'

const SECRET_BYTES = 32

const ADVICE =
  'Put it into session.secrets; to replace one in use, first behind it in every process, then before it, ' +
  'and take the old one away after absoluteTimeoutSeconds.\n'

/** `coatcheck keygen`: prints a fresh secret, alone on standard output so that it can be piped into a file. */
export function keygen({ stdout, stderr }: Pick<CliHost, 'stdout' | 'stderr'>): void {
  stdout.write(`${randomBytes(SECRET_BYTES).toString('base64url')}\n`)
  stderr.write(ADVICE)
}
