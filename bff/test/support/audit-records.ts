import { z } from 'zod'
import type { AuditEvent } from '../../src/audit.ts'
import type { Browser } from './browser.ts'
import { login } from './journey.ts'
import { type BffOptions, startBff, type TestBff } from './start-bff.ts'

const SUCCESS = z.literal('success')
const FAILURE = z.literal('failure')

const account = z.string().regex(/^[a-z][\w-]*:[^\s@]+$/)
const hash = z.string().regex(/^[\w-]{12}$/)
const count = z.int().nonnegative()
const code = z.string().regex(/^[a-z_]+$/)

const error = z.strictObject({
  name: z.string(),
  message: z.string().optional(),
  errorCode: z.string().optional(),
  oauthError: z.string().optional(),
  stack: z.string().optional(),
  get cause() {
    return error.optional()
  },
})

const whose = { user: account, session: hash }
const mayBeWhose = { user: account.optional(), session: hash.optional() }
const failed = { reason: code, error: error.optional() }

const request = {
  requestId: z.uuid(),
  method: z.string().regex(/^[A-Z]+$/),
  route: z.string().regex(/^\/[^?#]*$/),
  client: z.union([z.ipv4(), z.ipv6()]),
}

/** What `docs/audit.md` promises of every event, and nothing besides. */
const FACTS = {
  signed_in: { outcome: SUCCESS, ...whose, provider: z.string(), account, ...request },
  login_failed: { outcome: FAILURE, provider: z.string(), ...failed, ...request },
  account_connected: { outcome: SUCCESS, ...whose, provider: z.string(), account, ...request },
  connect_failed: { outcome: FAILURE, ...mayBeWhose, provider: z.string(), ...failed, ...request },
  connection_removed: { outcome: SUCCESS, ...whose, provider: z.string(), account, ...request },
  signed_out: { outcome: SUCCESS, ...whose, everywhere: z.boolean(), ...request },
  session_ended_by_user: { outcome: SUCCESS, ...whose, ...request },
  sessions_ended_by_provider: {
    outcome: SUCCESS,
    user: account.optional(),
    provider: z.string(),
    ended: count,
    disconnected: count,
    ...request,
  },
  sessions_ended_by_admin: { outcome: SUCCESS, user: account, provider: z.string(), ended: count },
  sessions_ended_for_room: { outcome: SUCCESS, user: account, ended: count, ...request },
  refresh_refused: { outcome: FAILURE, ...whose, provider: z.string(), ...failed },
  access_refused: { outcome: FAILURE, ...mayBeWhose, provider: z.string().optional(), ...failed, ...request },
  csrf_refused: { outcome: FAILURE, ...mayBeWhose, ...failed, ...request },
  rate_limited: {
    outcome: FAILURE,
    ...mayBeWhose,
    limit: z.string().optional(),
    counted: z.enum(['client', 'all']).optional(),
    hint: z.string().optional(),
    ...failed,
    ...request,
  },
  client_token_issued: {
    outcome: SUCCESS,
    provider: z.string(),
    clientId: z.string(),
    scope: z.array(z.string()),
    resource: z.string().optional(),
    token: hash,
    expiresAt: z.int().optional(),
  },
} satisfies Record<AuditEvent, z.core.$ZodLooseShape>

/** Somebody signed in at GitHub, and nothing on record yet. */
export async function startSignedIn(options: BffOptions = {}): Promise<{ bff: TestBff; browser: Browser }> {
  const bff = await startBff(options)
  const browser = bff.browser()
  await login(browser, 'github')
  bff.log.length = 0
  return { bff, browser }
}

/** Every event there is. */
export const AUDIT_EVENTS = Object.keys(FACTS) as AuditEvent[]

/** A record as it was read from the log, true to its schema. */
export type ReadRecord = { audit: AuditEvent } & Record<string, unknown>

/**
 * Reads the audit records among log lines.
 *
 * @throws {z.ZodError} one of them is not what was promised.
 */
export function auditRecords(lines: readonly string[]): ReadRecord[] {
  return lines
    .map((line): unknown => JSON.parse(line))
    .flatMap((line) => (isAudit(line) ? [check(line)] : []))
}

function isAudit(line: unknown): line is { audit: unknown } {
  return typeof line === 'object' && line !== null && 'audit' in line
}

function check(line: { audit: unknown }): ReadRecord {
  const audit = z.enum(AUDIT_EVENTS).parse(line.audit)
  const always = { level: z.enum(['info', 'warn']), time: z.iso.datetime(), msg: z.string() }
  const record = z.strictObject({ ...always, audit: z.literal(audit), ...FACTS[audit] }).parse(line)
  return { ...record, audit }
}
