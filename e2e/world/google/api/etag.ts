import { createHash } from 'node:crypto'
import type { Request } from 'express'
import { GoogleApiError } from '../api-error.ts'

/** Derives a resource's entity tag from its content, in quotes as Google puts it into the body too. */
export function etagOf(resource: object): string {
  return `"${createHash('sha256').update(JSON.stringify(resource)).digest('base64url').slice(0, 22)}"`
}

/**
 * Refuses to change a resource that is no longer what the client has seen.
 *
 * @throws {GoogleApiError} conditionNotMet (412): `If-Match` names another version.
 */
export function requireMatch(req: Request, { etag }: { etag: string }): void {
  const wanted = req.get('if-match')
  if (wanted && wanted !== '*' && wanted !== etag) {
    throw new GoogleApiError('conditionNotMet', 'Precondition Failed')
  }
}
