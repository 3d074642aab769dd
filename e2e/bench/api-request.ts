import { bodyOf, type Workload } from './workload.ts'

/** A call as a browser's page makes it. */
export interface ApiRequest {
  method: string
  path: string
  headers: Record<string, string>
  /** Empty for none. */
  body: string
}

/** Where every variant serves the upstream. */
export const API_PREFIX = '/api/bench'

/** What Chromium sends with a `fetch` of the page's own origin, and what the SDK adds. */
const BROWSER_HEADERS = {
  'User-Agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  Accept: 'application/json',
  'Accept-Language': 'en-GB,en;q=0.9',
  'Accept-Encoding': 'gzip, deflate, br, zstd',
  'Sec-Fetch-Site': 'same-origin',
  'Sec-Fetch-Mode': 'cors',
  'Sec-Fetch-Dest': 'empty',
  'X-CSRF': '1',
}

/** Builds the call of one session. */
export function apiRequest(workload: Workload, cookie: string, query = ''): ApiRequest {
  const { method, path, requestBytes } = workload
  const body = requestBytes > 0 ? bodyOf(requestBytes) : ''
  const entity = body && { 'Content-Type': 'application/json', 'Content-Length': String(body.length) }
  return {
    method,
    path: `${API_PREFIX}${path}${query}`,
    headers: { ...BROWSER_HEADERS, Cookie: cookie, ...entity },
    body,
  }
}

/** Writes a call as it goes over the wire. */
export function toWire({ method, path, headers, body }: ApiRequest, host: string): string {
  const lines = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${path} HTTP/1.1`, ...lines, '', body].join('\r\n')
}
