import type { Exchanged } from './raw-exchange.ts'
import type { StrictAnswer } from './strict-answer.ts'

/** What an upstream may never say to the browser; spelled out here, so that no rule of the BFF judges itself. */
const NEVER_RELAYED =
  /^(?:set-cookie2?|access-control-.*|strict-transport-security|clear-site-data|alt-svc|authorization|www-authenticate|proxy-.*|keep-alive|upgrade|trailer|te|server|x-powered-by|refresh|service-worker-allowed)$/

/** What every relayed answer says, whatever the upstream says. */
const ALWAYS: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

/**
 * Finds what is wrong with what the browser got when the upstream misbehaved. It may get the upstream's answer,
 * a problem, or an answer that breaks off; but one at most, and never what could pass for another one.
 */
export function findRelayBreaches({ answers, rest, endedBy, isPrompt }: Exchanged): string[] {
  const breaches = answers.flatMap(findAnswerBreaches)
  // A client that gives up closes its half, and the server then closes the other.
  if (endedBy === 'nobody' || !isPrompt) breaches.push('left hanging')
  if (answers.length > 1) breaches.push(`${answers.length} answers`)
  if (answers.length === 1 && rest.length > 0)
    breaches.push(`bytes behind the answer: ${rest.toString('latin1')}`)
  return breaches
}

function findAnswerBreaches({ status, headers }: StrictAnswer): string[] {
  const breaches = [...headers.keys()].filter((name) => isNeverRelayed(name, status))
  for (const [name, value] of Object.entries(ALWAYS)) {
    if (headers.get(name)?.join() !== value) breaches.push(`${name}: ${headers.get(name)?.join()}`)
  }
  if (status === 204 && headers.has('content-length')) breaches.push('204 with a length')
  if (status < 200 || status > 999) breaches.push(`status ${status}`)
  return breaches
}

function isNeverRelayed(name: string, status: number): boolean {
  // A 401 needs a challenge; ours makes no browser prompt.
  return NEVER_RELAYED.test(name) && !(name === 'www-authenticate' && status === 401)
}
