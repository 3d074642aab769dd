import type { IncomingMessage } from 'node:http'
import type { UpstreamConfig } from '../config/upstream-schema.ts'
import { connectionOptions, isHopByHop } from './hop-by-hop.ts'

/** What the browser may say to an upstream besides the request line and body; names in lower case. */
const FORWARDED_BY_DEFAULT = [
  'accept',
  // Passed on as it is: the answer's encoded bytes then stream through untouched.
  'accept-encoding',
  'accept-language',
  'content-encoding',
  'content-language',
  'content-range',
  'content-type',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'last-event-id',
  'prefer',
  'range',
  'x-github-api-version',
]

/**
 * Never forwarded, whatever is configured: credentials of the browser, proofs meant for the BFF,
 * claims about who calls or where from, and headers that change the method behind the allow-list's back.
 */
const NEVER_FORWARDED =
  /^(?:authorization|proxy-.*|cookie2?|dpop|x-csrf|host|content-length|expect|via|forwarded|x-forwarded.*|x-real-ip|x-user.*|sec-.*|x-http-method.*|x-method-override)$/

/** Names the BFF in `Via`; a pseudonym, so that no host name leaves the house. */
const VIA_PSEUDONYM = 'coatcheck'

/** An upstream's header rules, worked out once. */
export interface RequestHeaderRules {
  /** Names taken over from the browser, in lower case. */
  readonly forwarded: readonly string[]
  /** Values for what the browser does not send, by one of those names. */
  readonly defaults: ReadonlyMap<string, string>
  /** Names and values by turns, the same for every call. */
  readonly fixed: readonly string[]
}

/** Works out what an upstream is sent. A fixed header wins over the browser's. */
export function createRequestHeaderRules(
  config: Pick<UpstreamConfig, 'forwardRequestHeaders' | 'headers' | 'defaultHeaders' | 'credential'>,
): RequestHeaderRules {
  const carriesToken = config.credential.type !== 'none'
  const fixed = new Map([['user-agent', 'coatcheck']])
  for (const [name, value] of Object.entries(config.headers)) fixed.set(name.toLowerCase(), value)
  for (const name of [...fixed.keys()]) {
    const framing = isHopByHop(name) || name === 'content-length' || name === 'via'
    if (framing || (carriesToken && (name === 'authorization' || name === 'dpop'))) fixed.delete(name)
  }

  const configured = config.forwardRequestHeaders.map((name) => name.toLowerCase())
  const defaults = new Map(
    Object.entries(config.defaultHeaders).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const forwarded = [...new Set([...FORWARDED_BY_DEFAULT, ...configured, ...defaults.keys()])]
  return {
    defaults,
    forwarded: forwarded.filter((name) => isForwardable(name) && !fixed.has(name)),
    fixed: [...fixed].flat(),
  }
}

/** Whether configuration could make the proxy forward a header of this name at all. */
export function isForwardable(name: string): boolean {
  // Some servers read `_` as `-`, so X_Forwarded_User would get past a list of names.
  return !name.includes('_') && !isHopByHop(name) && !NEVER_FORWARDED.test(name)
}

/**
 * Builds the header list of a forwarded call: the browser's by allow-list, then ours. Names listed in
 * `Connection` are removed from the browser's only, so that it can never name the token away.
 *
 * @returns Names and values by turns, without framing headers.
 * @see RFC 9110 sections 7.6.1 and 7.6.3
 */
export function buildRequestHeaders(
  req: Pick<IncomingMessage, 'headers' | 'httpVersion'>,
  rules: RequestHeaderRules,
  accessToken: string | undefined,
): string[] {
  const { headers } = req
  const list: string[] = []
  const forThisHopOnly = connectionOptions(headers.connection)
  for (const name of rules.forwarded) {
    const sent = forThisHopOnly.has(name) ? undefined : headers[name]
    const value = saysNothing(name, sent) ? (rules.defaults.get(name) ?? sent) : sent
    if (typeof value === 'string') list.push(name, value)
  }
  list.push(...rules.fixed)
  const via = `${req.httpVersion} ${VIA_PSEUDONYM}`
  list.push('via', headers.via === undefined ? via : `${headers.via}, ${via}`)
  if (accessToken !== undefined) list.push('authorization', `Bearer ${accessToken}`)
  return list
}

/** A browser accepts anything by itself, unasked by the page. */
function saysNothing(name: string, value: string | string[] | undefined): boolean {
  return value === undefined || (name === 'accept' && value === '*/*')
}

/** Whether a request has been through this BFF before: an upstream that points back would loop for ever. */
export function isLoop(via: string | undefined): boolean {
  return via?.split(',').some((entry) => entry.trim().split(/\s+/)[1] === VIA_PSEUDONYM) ?? false
}
