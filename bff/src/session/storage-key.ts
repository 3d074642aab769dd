import { createHash } from 'node:crypto'

/**
 * Turns a secret that only a cookie carries into the name it is stored under. Who reads the
 * store's keys learns no session id, and an id guessed from a dump opens nothing.
 */
export function storageKey(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** Short form of {@link storageKey} for log lines. */
export function shortHash(secret: string): string {
  return storageKey(secret).slice(0, 12)
}
