import type { IncomingMessage } from 'node:http'
import type { LoginFailureCode, ProblemCode } from '@coatcheck/sdk/wire'
import type { Logger } from './logger.ts'
import { pathOf, requestContext, wholeTarget } from './request-context.ts'

interface EventKind {
  readonly outcome: 'success' | 'failure'
  readonly level: 'info' | 'warn'
  /** The record's `msg`. */
  readonly message: string
}

const SUCCESS = { outcome: 'success', level: 'info' } as const
const FAILURE = { outcome: 'failure', level: 'info' } as const
/** What people and apps do not run into every day. */
const NOTABLE_FAILURE = { outcome: 'failure', level: 'warn' } as const

/** Every event there is a record of. `docs/audit.md` tells when each is written. */
const EVENTS = {
  signed_in: { ...SUCCESS, message: 'signed in' },
  login_failed: { ...NOTABLE_FAILURE, message: 'login failed' },
  account_connected: { ...SUCCESS, message: 'account connected' },
  connect_failed: { ...NOTABLE_FAILURE, message: 'account not connected' },
  connection_removed: { ...SUCCESS, message: 'connection removed' },
  signed_out: { ...SUCCESS, message: 'signed out' },
  session_ended_by_user: { ...SUCCESS, message: 'session ended by its user' },
  sessions_ended_by_provider: { ...SUCCESS, message: 'sessions ended by their provider' },
  sessions_ended_by_admin: { ...SUCCESS, message: 'sessions ended by an administrator' },
  sessions_ended_for_room: { ...SUCCESS, message: 'oldest sessions ended to make room' },
  refresh_refused: { ...FAILURE, message: 'refresh refused' },
  access_refused: { ...FAILURE, message: 'call refused' },
  csrf_refused: { ...FAILURE, message: 'call from elsewhere refused' },
  rate_limited: { ...NOTABLE_FAILURE, message: 'rate limit reached' },
  client_token_issued: { ...SUCCESS, message: 'token issued to this server' },
} satisfies Record<string, EventKind>

/** What a record is about. */
export type AuditEvent = keyof typeof EVENTS

/** Whom a record is about, where that is known. */
export interface AuditActor {
  /** `<provider>:<sub>`, the session's user. */
  readonly user?: string | undefined
  /** Short hash of the session's id. */
  readonly session?: string | undefined
}

/**
 * What an event tells. Nothing here may be a token, code, cookie, state, email or query.
 */
export interface AuditRecord extends AuditActor {
  readonly audit: AuditEvent
  /** Id of the provider that has to do with it. */
  readonly provider?: string | undefined
  /** `<provider>:<sub>`: the account that was connected or removed. */
  readonly account?: string | undefined
  /** The code that a failure has towards the browser. */
  readonly reason?: ProblemCode | LoginFailureCode | undefined
  /** The failure itself, of which the logger keeps names, codes and our own sentences. */
  readonly error?: unknown
  /** `signed_out`: together with all other sessions of the user. */
  readonly everywhere?: boolean | undefined
  /** How many sessions have ended. */
  readonly ended?: number | undefined
  /** `sessions_ended_by_provider`: how many sessions, begun with another provider, have lost this one's tokens. */
  readonly disconnected?: number | undefined
  /** `rate_limited`: the limit's name, and whose requests it counts; absent for a session's calls in flight. */
  readonly limit?: string | undefined
  readonly counted?: 'client' | 'all' | undefined
  /** `rate_limited`: what the cause may be. */
  readonly hint?: string | undefined
  /** `client_token_issued`: the client it was issued to, what for, a short hash of it, and its end in epoch milliseconds. */
  readonly clientId?: string | undefined
  readonly scope?: readonly string[] | undefined
  readonly resource?: string | undefined
  readonly token?: string | undefined
  readonly expiresAt?: number | undefined
}

/** What a request adds; its logger adds `requestId`. */
interface RequestFacts {
  readonly method: string | undefined
  /** Path without the query, as in the line each request gets. */
  readonly route: string
  /** Address it came from; absent when whoever sent it has left. */
  readonly client: string | undefined
}

/** Puts on record what came of a request. */
export function auditRequest(req: IncomingMessage, record: AuditRecord): void {
  const { log, clientAddress } = requestContext(req)
  const route = pathOf(wholeTarget(req))
  write(log, record, { method: req.method, route, client: clientAddress(req) || undefined })
}

/** Puts on record what this server did by itself, or for several requests together. */
export function audit(log: Logger, record: AuditRecord): void {
  write(log, record, undefined)
}

function write(log: Logger, record: AuditRecord, request: RequestFacts | undefined): void {
  const { outcome, level, message } = EVENTS[record.audit]
  log[level]({ ...record, outcome, ...request }, message)
}
