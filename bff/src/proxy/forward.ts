import type { AccessGrant } from '../session/access.ts'
import { forwardBound, isBound } from './forward-bound.ts'
import { takeRequestBody } from './request-body.ts'
import { type ProxiedCall, sendCall } from './send-call.ts'

const NO_SCOPES: readonly string[] = []

/**
 * Sends a call to its upstream and the answer to the browser. A 401 on a token believed fresh forces
 * one renewal and one replay, when the body can be sent again; the second answer stands.
 *
 * @throws {BffError} what the upstream's {@link Credential} throws, `payload_too_large` (413), and
 *   `step_up_required` (403) where the upstream asks for another authentication.
 * @throws {Error} of undici, when the upstream failed.
 */
export async function forward(call: ProxiedCall): Promise<void> {
  const { req, session, upstream } = call
  const { credential } = upstream
  const { scopes = NO_SCOPES } = call.rule
  // Waiting for what is there already would cost every call a turn.
  const granted = credential.grant(session, scopes)
  const grant = granted instanceof Promise ? await granted : granted
  const taken = takeRequestBody(req, upstream.maxRequestBytes)
  const body = taken instanceof Promise ? await taken : taken
  if (isBound(grant)) return forwardBound(call, grant, body)

  const unauthorized = !grant || body.kind === 'streamed' ? 'pass' : 'hold'
  const answer = sendCall(call, { body, accessToken: grant?.accessToken, unauthorized })
  if ((await answer.outcome) === 'sent' || !grant) return

  let renewed: AccessGrant | undefined
  try {
    renewed = await credential.renew(session, scopes, grant)
    if (!renewed) return await answer.release()
  } finally {
    answer.discard()
  }
  await sendCall(call, { body, accessToken: renewed.accessToken, unauthorized: 'pass' }).outcome
}
