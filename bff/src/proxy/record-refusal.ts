import type { IncomingMessage } from 'node:http'
import type { ProblemCode } from '@coatcheck/sdk/wire'
import { type AuditEvent, auditRequest } from '../audit.ts'
import type { BffError } from '../errors.ts'
import type { SessionAccess } from '../session/access.ts'

/** Refusals that are on record. What an upstream refuses, and what merely went wrong, is none of ours. */
const EVENTS: Partial<Record<ProblemCode, AuditEvent>> = {
  csrf: 'csrf_refused',
  insufficient_scope: 'access_refused',
  not_connected: 'access_refused',
  step_up_required: 'access_refused',
  route_not_found: 'access_refused',
  method_not_allowed: 'access_refused',
  rate_limited: 'rate_limited',
}

/**
 * Puts a call on record that was not let pass.
 *
 * @param session Absent when the call was refused before anybody looked whose it is.
 * @returns false when it failed in another way, which no record is kept of.
 */
export function recordRefusal(
  req: IncomingMessage,
  error: BffError,
  session: SessionAccess | undefined,
): boolean {
  const event = EVENTS[error.code]
  if (!event) return false
  const { code: reason, details } = error
  const actor = { user: session?.user, session: session?.sessionHash }
  auditRequest(req, { audit: event, ...actor, provider: details.provider, reason, error })
  return true
}
