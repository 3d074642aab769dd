/** An upstream's answer that the fuzzer makes changes to. */
interface AnswerSeed {
  /** What is special about it. */
  readonly kind: string
  readonly bytes: string
  /** What the browser gets of it as long as nothing is changed. */
  readonly relayed: { readonly status: number; readonly body?: string }
  /** Header names that must not come with it, beyond those that never come. */
  readonly withheld?: readonly string[]
}

const BODY = 'hello, you'
const WHOLE = { status: 200, body: BODY }
const BROKEN = { status: 502 }

/** What no answer may say in the app's name; the judge knows the names by itself. */
const FORBIDDEN = [
  ...['Set-Cookie: coatcheck=x', 'Set-Cookie: __Host-sid=y; Secure', 'Set-Cookie2: z=1', 'Refresh: 0'],
  ...['Access-Control-Allow-Origin: *', 'Clear-Site-Data: "*"', 'Strict-Transport-Security: max-age=0'],
  ...['Alt-Svc: h3=":1"', 'Service-Worker-Allowed: /', 'Server: x', 'X-Powered-By: y', 'X_Y: z'],
  ...['Cache-Control: public, max-age=9', 'X-Content-Type-Options: none', 'Keep-Alive: timeout=9'],
  ...['WWW-Authenticate: Basic', 'Proxy-Authenticate: Basic', 'Authorization: Bearer x'],
]

const counted = (head: string, body: string) => `${head}Content-Length: ${body.length}\r\n\r\n${body}`
/** Adds lines to the head of the answer with a length. */
const withLines = (...lines: string[]) => COUNTED.replace('\r\n', `\r\n${lines.join('\r\n')}\r\n`)

/** An answer that says how long it is. */
export const COUNTED: string = counted('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n', BODY)
/** The same answer in chunks. */
export const CHUNKED: string =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\n, you\r\n0\r\n\r\n'

/** One answer of each kind, most of them as they should be. */
export const ANSWER_SEEDS: readonly AnswerSeed[] = [
  { kind: 'its length', bytes: COUNTED, relayed: WHOLE },
  { kind: 'chunks', bytes: CHUNKED, relayed: WHOLE },
  {
    kind: 'an event stream',
    bytes: 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: 1\n\n',
    relayed: { status: 200, body: 'data: 1\n\n' },
  },
  { kind: 'no content', bytes: 'HTTP/1.1 204 No Content\r\n\r\n', relayed: { status: 204, body: '' } },
  {
    kind: 'no content and a length',
    bytes: 'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n',
    relayed: { status: 204, body: '' },
  },
  {
    kind: 'nothing modified',
    bytes: 'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n',
    relayed: { status: 304, body: '' },
  },
  {
    kind: 'a redirect',
    bytes: 'HTTP/1.1 302 Found\r\nLocation: /base/repos/y\r\nContent-Length: 0\r\n\r\n',
    relayed: { status: 302, body: '' },
  },
  {
    kind: 'an interim answer before it',
    bytes: `HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n${COUNTED}`,
    relayed: WHOLE,
  },
  {
    kind: 'another protocol',
    bytes: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
    relayed: BROKEN,
  },
  {
    kind: 'a refused token',
    bytes: counted('HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\n', 'no'),
    relayed: { status: 401 },
  },
  {
    kind: 'trailers',
    bytes:
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nab\r\n0\r\nX-Sum: 1\r\n\r\n',
    relayed: { status: 200, body: 'ab' },
  },
  { kind: 'two lengths', bytes: withLines('Content-Length: 3'), relayed: BROKEN },
  { kind: 'all that no answer may say', bytes: withLines(...FORBIDDEN), relayed: WHOLE },
  {
    kind: 'a header for this connection only',
    bytes: withLines('Connection: close, X-Hop', 'X-Hop: 1'),
    relayed: WHOLE,
    withheld: ['x-hop'],
  },
  { kind: 'a second answer nobody asked for', bytes: `${COUNTED}${COUNTED}`, relayed: WHOLE },
  { kind: 'a head that is too large', bytes: withLines(`X-Large: ${'a'.repeat(70_000)}`), relayed: BROKEN },
]
