import type { Request } from 'express'
import { BffError } from '../errors.ts'
import { isSignedMode, stateOfSignedResponse } from '../oauth/response-mode.ts'
import type { Provider } from '../providers/provider.ts'

const MAX_QUERY_LENGTH = 8192
const SINGLE = ['code', 'state', 'iss', 'error']

/** Results of flows that are not ours; a token in a URL is never taken, and never logged. */
const STRAY = ['access_token', 'id_token', 'token']

/** What a provider answers with that signs its answers: what stands beside it in the clear is nobody's word. */
const SIGNED = 'response'

/** Marks the second navigation of a connect callback, which our own page starts. */
export const CONTINUED_PARAM = 'continued'

/** An authorization response that is worth looking up. */
export interface AuthorizationResponse {
  /** The configured redirect URI with the query, or the form, the browser arrived with; never the Host header. */
  url: URL
  state: string
  /** It comes from our own continue page. */
  isContinued: boolean
}

/**
 * Reads the query of a callback, or the form where the provider posts one. Of a signed answer nothing is
 * believed yet.
 *
 * @throws {BffError} `invalid_request` (400): too long, a parameter twice, or not a code response.
 * @see RFC 6749 sections 3.1 and 4.1.2, RFC 9700 section 2.1.2, JARM section 2.3
 */
export function parseAuthorizationResponse(req: Request, provider: Provider): AuthorizationResponse {
  const query = parametersOf(req)
  const url = new URL(provider.redirectUri)
  url.search = query.length > MAX_QUERY_LENGTH ? '' : query
  const parameters = url.searchParams

  const isSigned = isSignedMode(provider.responseMode)
  const [expected, unexpected] = isSigned ? [[SIGNED], [...SINGLE, ...STRAY]] : [SINGLE, [SIGNED, ...STRAY]]
  const repeated = expected.some((name) => parameters.getAll(name).length > 1)
  const state = isSigned ? stateOfSignedResponse(parameters.get(SIGNED)) : parameters.get('state')
  if (!state || repeated || unexpected.some((name) => parameters.has(name))) throw notOurs()
  const isContinued = parameters.has(CONTINUED_PARAM)
  parameters.delete(CONTINUED_PARAM)
  return { url, state, isContinued }
}

/** What the browser arrived with, as text. */
export function parametersOf(req: Request): string {
  if (req.method !== 'POST') return req.originalUrl.split('?').slice(1).join('?')
  return typeof req.body === 'string' ? req.body : ''
}

/** One answer for everything that is not the answer to a login of this browser. */
export function notOurs(cause?: unknown): BffError {
  return new BffError(
    'invalid_request',
    'This sign-in link has been used already, has expired, or was started in another browser.',
    { cause },
  )
}
