import { type StrictRequest, valuesOf } from './strict-request.ts'

/** What an honest call looks like at the upstream. */
export interface Expected {
  host: string
  accessToken: string
  methods: readonly string[]
  /** Path that every allowed path is below, as the upstream sees it. */
  allowedBelow: string
}

/** Everything an upstream may be told; spelled out here, so that no rule of the BFF judges itself. */
const MAY_BE_SENT = new Set([
  ...['host', 'connection', 'content-length', 'transfer-encoding', 'via', 'authorization', 'user-agent'],
  ...['accept', 'accept-encoding', 'accept-language', 'content-encoding', 'content-language'],
  ...['content-range', 'content-type', 'if-match', 'if-modified-since', 'if-none-match', 'if-range'],
  ...['if-unmodified-since', 'last-event-id', 'prefer', 'range', 'x-github-api-version', 'x-trace'],
])

/** Finds what the BFF should never have sent; an empty list is a sound request. */
export function findBreaches(request: StrictRequest, expected: Expected): string[] {
  const { method, target, headers } = request
  const breaches = headers
    .filter(([name]) => !MAY_BE_SENT.has(name.toLowerCase()))
    .map(([name]) => `header ${name}`)
  const exactly = (name: string, value: string) => {
    const values = valuesOf(headers, name)
    if (values.length !== 1 || values[0] !== value) breaches.push(`${name} is ${JSON.stringify(values)}`)
  }
  exactly('host', expected.host)
  exactly('authorization', `Bearer ${expected.accessToken}`)
  exactly('connection', 'keep-alive')
  if (valuesOf(headers, 'via').length !== 1) breaches.push('not one Via')
  if (!expected.methods.includes(method)) breaches.push(`method ${method}`)
  if (!isBelow(target, expected.allowedBelow)) breaches.push(`target ${target}`)
  return breaches
}

/**
 * Reads a path as the most gullible server would: decodes until nothing changes, and takes every slash for one.
 * A path that has other segments then is one that an allow-list and a server would not agree on.
 */
function isBelow(target: string, allowed: string): boolean {
  const encoded = target.split('?', 1)[0] ?? ''
  const path = decodeFully(encoded).replaceAll('\\', '/')
  if (path.split('/').length !== encoded.split('/').length) return false
  const segments = path.split('/').map((segment) => segment.replace(/;.*/, '').trim())
  if (segments.some((segment) => segment === '.' || segment === '..')) return false
  if ([...path].some((character) => character < ' ' || character === '\x7f')) return false
  return path === allowed || path.startsWith(`${allowed}/`)
}

function decodeFully(text: string): string {
  const decoded = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return decoded === text ? text : decodeFully(decoded)
}
