import { BffError } from '../errors.ts'
import type { AccessGrant, BoundGrant } from '../session/access.ts'
import { buildProofHeaders, challengedNonce, learnNonce } from './proof-headers.ts'
import type { RequestBody } from './request-body.ts'
import { type ProxiedCall, sendCall } from './send-call.ts'
import type { UpstreamAnswer } from './upstream-answer.ts'

/** What a call is sent with. */
interface Sending {
  readonly grant: BoundGrant
  readonly nonce?: string
}

/** Whether a token must go out with a proof, and never as a bearer token. */
export function isBound(grant: AccessGrant | undefined): grant is BoundGrant {
  return grant?.dpop !== undefined
}

/**
 * Sends a call whose token is bound to a key, with a proof made for this one sending. A challenge for a nonce is
 * answered once, and a 401 for any other reason forces one renewal, as with every token; after that the
 * upstream's answer stands. Both need a body that can be sent again.
 *
 * @throws {BffError} what the upstream's {@link Credential} throws; `upstream_unreachable` (502): a nonce was asked
 *   for when the body had gone by. It is remembered, so that the same call passes when it is made again.
 * @throws {Error} of undici, when the upstream failed.
 * @see RFC 9449 sections 7.1 and 9
 */
export async function forwardBound(call: ProxiedCall, grant: BoundGrant, body: RequestBody): Promise<void> {
  const left = new Set<Remedy>(['nonce', 'renewal'])
  let sending: Sending | undefined = { grant }
  while (sending) {
    const answer: UpstreamAnswer = await sendProven(call, sending, body)
    if ((await answer.outcome) === 'sent') return
    try {
      sending = await remedy(call, sending.grant, { answer, body, left })
      if (!sending) await answer.release()
    } finally {
      answer.discard()
    }
  }
}

/** What may be done about a 401, once each. */
type Remedy = 'nonce' | 'renewal'

/** A 401 that waits for a decision. */
interface Refusal {
  readonly answer: UpstreamAnswer
  readonly body: RequestBody
  /** What has not been done yet. */
  readonly left: Set<Remedy>
}

async function sendProven(
  call: ProxiedCall,
  { grant, nonce }: Sending,
  body: RequestBody,
): Promise<UpstreamAnswer> {
  const { req, upstream, path } = call
  const headers = await buildProofHeaders(grant, { upstream, method: req.method ?? 'GET', path, nonce })
  const onHead = (head: { headers: typeof req.headers }) => learnNonce(grant, upstream, head.headers)
  return sendCall(call, { body, proof: { headers, onHead }, unauthorized: 'hold' })
}

/** @returns undefined when the 401 stands. */
async function remedy(
  { upstream, session, rule }: ProxiedCall,
  grant: BoundGrant,
  { answer, body, left }: Refusal,
): Promise<Sending | undefined> {
  const { headers = {} } = answer.heldHead ?? {}
  learnNonce(grant, upstream, headers)
  const nonce = challengedNonce(headers)
  if (nonce !== undefined) {
    if (body.kind === 'streamed') throw sendAgain()
    return left.delete('nonce') ? { grant, nonce } : undefined
  }
  if (body.kind === 'streamed' || !left.delete('renewal')) return undefined
  const renewed = await upstream.credential.renew(session, rule.scopes ?? [], grant)
  return isBound(renewed) ? { grant: renewed } : undefined
}

function sendAgain(): BffError {
  return new BffError(
    'upstream_unreachable',
    'The API asked for a new proof when the upload had gone by; make the call again.',
  )
}
