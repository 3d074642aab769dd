/** What comes after the header lines an app sends: further lines, the empty line, and a body where there is one. */
export interface HostileHeaders {
  method: 'GET' | 'POST'
  rest: string
}

/** A request that a reader who cuts in the wrong place would find, and a path that no rule allows. */
const SMUGGLED = 'GET /base/admin HTTP/1.1\r\nHost: x\r\nX: '
/** One that is an ordinary call but for who makes it. */
const SMUGGLED_CALL = 'GET /api/github/repos/smuggled HTTP/1.1\r\nHost: localhost:3000\r\nX-CSRF: 1\r\n\r\n'

const get = (...lines: string[]): HostileHeaders => ({ method: 'GET', rest: `${lines.join('\r\n')}\r\n\r\n` })
const post = (lines: string[], body: string): HostileHeaders => ({
  method: 'POST',
  rest: `${lines.join('\r\n')}\r\n\r\n${body}`,
})

const CHUNKED = 'Transfer-Encoding: chunked'
const END = '0\r\n\r\n'

/** Header sets by attack, as bytes. */
export const HOSTILE_HEADERS: Record<string, readonly HostileHeaders[]> = {
  'credentials of the browser': [
    ...[
      get('Authorization: Bearer stolen'),
      get('authorization: Bearer a', 'Authorization: Bearer b'),
      get('AUTHORIZATION: x'),
    ],
    ...[
      get('Proxy-Authorization: Basic eDp5'),
      get('Cookie2: $Version=1'),
      get('X-Api-Key: k'),
      get('X-GitHub-OTP: 1'),
    ],
    ...[
      get('Set-Cookie: a=b'),
      get('WWW-Authenticate: Basic'),
      get('Authentication-Info: x'),
      get('X-Amz-Security-Token: x'),
    ],
  ],
  'claims about who calls, and from where': [
    ...[
      get('X-Forwarded-For: 127.0.0.1'),
      get('X-Forwarded-Host: evil.test'),
      get('X-Forwarded-Proto: https'),
    ],
    ...[
      get('X-Forwarded-User: root'),
      get('X-Forwarded-Prefix: /x'),
      get('X-Forwarded-Uri: /admin'),
      get('Forwarded: for=127.0.0.1'),
    ],
    ...[get('X-Real-IP: 127.0.0.1'), get('X-User-Id: admin'), get('X-User: admin'), get('X-Client-IP: ::1')],
    ...[
      get('True-Client-IP: ::1'),
      get('CF-Connecting-IP: ::1'),
      get('X-Original-URL: /admin'),
      get('X-Rewrite-URL: /admin'),
    ],
    ...[
      get('X-Forwarded-Scheme: http'),
      get('X-Host: evil.test'),
      get('X-Remote-User: root'),
      get('Remote-User: root'),
    ],
  ],
  'proofs meant for the BFF': [
    ...[
      get('Origin: http://localhost:3000'),
      get('Referer: http://localhost:3000/secret?code=1'),
      get('Sec-Fetch-Mode: cors'),
    ],
    ...[
      get('Sec-Fetch-Dest: empty', 'Sec-Fetch-User: ?1'),
      get('Sec-CH-UA: "x"'),
      get('Sec-Purpose: prefetch'),
      get('Sec-GPC: 1'),
    ],
    ...[get('X-CSRF: 1'), get('x-csrf: 2'), get('Sec-Fetch-Site: cross-site'), get('Sec-WebSocket-Key: x')],
  ],
  'names with an underscore, which some servers read as a hyphen': [
    ...[
      get('X_Forwarded_User: root'),
      get('Content_Length: 5'),
      get('Transfer_Encoding: chunked'),
      get('X_Trace: 1'),
    ],
    ...[
      get('X-Forwarded_For: ::1'),
      get('_: x'),
      get('Host_: x'),
      get('Authorization_: x'),
      get('HTTP_AUTHORIZATION: x'),
    ],
  ],
  'methods behind the method': [
    ...[
      get('X-HTTP-Method-Override: DELETE'),
      get('X-HTTP-Method: DELETE'),
      get('X-Method-Override: DELETE'),
    ],
    get('X-Http-Method-Override: TRACE', 'X-Method-Override: PUT'),
  ],
  'names in Connection': [
    ...[
      get('Connection: authorization'),
      get('Connection: close, Authorization, Via, Host'),
      get('Connection: keep-alive, cookie'),
    ],
    ...[
      get('Connection: x-trace', 'X-Trace: 1'),
      get('Connection: x-csrf, sec-fetch-site'),
      get('Connection: content-length'),
    ],
    ...[
      get('Connection: authorization', 'Connection: via'),
      get('Connection: transfer-encoding'),
      get('Connection: ,,,;='),
    ],
    ...[
      get('Connection: Upgrade', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'),
      get('Connection: Upgrade', 'Upgrade: foo/2'),
    ],
    ...[
      get('Keep-Alive: timeout=999', 'Proxy-Connection: keep-alive'),
      get('TE: trailers, deflate;q=0.5', 'Connection: TE'),
    ],
    ...[get('Trailer: Authorization'), post(['Connection: content-type', 'Content-Length: 2'], 'ab')],
  ],
  'Host confusion': [
    ...[
      get('Host: evil.test'),
      get('host: localhost:3000'),
      get('HOST: localhost:3000', 'Host: evil.test'),
      get('Host:'),
    ],
    ...[
      get('Host: localhost:3000, evil.test'),
      get(' Host: evil.test'),
      get('Host\t: evil.test'),
      get('Host: a\r\n b'),
    ],
  ],
  'lines that are folded or broken': [
    ...[
      get('X-Trace: a', ' Authorization: Bearer x'),
      get('X-Trace: a', '\tb'),
      get('X-Trace: a\rAuthorization: Bearer x'),
    ],
    ...[
      get('X-Trace: a\nAuthorization: Bearer x'),
      get('X-Trace: a\x00b'),
      get('X-Trace\x00: a'),
      get('X Trace: a'),
      get(': a'),
    ],
    ...[
      get('X-Trace'),
      get('X-Trace : a'),
      get('X-Trace: a\x0bb'),
      get('X-Trace: \x7f'),
      get('X-Trace: a\r\r'),
      get('\x00'),
    ],
    ...[
      get('X-Tr\xe4ce: a'),
      get('(x): a'),
      get('"X-Trace": a'),
      get('X-Trace: caf\xe9'),
      get('X-Trace: \xff\xfe'),
      get('X-Trace: a\x08b'),
    ],
    ...[
      get('X-Trace: a\r\n\tb\r\n\tc'),
      get('Accept: a\n\nGET / HTTP/1.1'),
      get('Accept: x\x85y'),
      get('@: x'),
    ],
  ],
  'CL.TE': [
    post(['Content-Length: 6', CHUNKED], `${END}X`),
    post([`Content-Length: ${END.length + SMUGGLED.length}`, CHUNKED], END + SMUGGLED),
    post([CHUNKED, 'Content-Length: 4'], `5c\r\n${SMUGGLED}\r\n${END}`),
    post(['Content-Length: 0', CHUNKED], END + SMUGGLED_CALL),
  ],
  'TE.TE': [
    post(['Transfer-Encoding: xchunked'], END + SMUGGLED_CALL),
    post(['Transfer-Encoding: chunked, identity'], END + SMUGGLED_CALL),
    post(['Transfer-Encoding: identity', 'Content-Length: 2'], 'ab'),
    post(['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], END + SMUGGLED_CALL),
    post(['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'], END + SMUGGLED_CALL),
    post(['Transfer-Encoding : chunked', 'Content-Length: 3'], `${END}${SMUGGLED}`),
    post(['Transfer-Encoding:\x0bchunked'], END + SMUGGLED_CALL),
    post(['Transfer-Encoding:\tchunked'], END),
    post(['Transfer-Encoding: CHUNKED'], END),
    post(['Transfer-Encoding: "chunked"'], END + SMUGGLED_CALL),
    post(['Transfer-Encoding: chunked;q=1'], END + SMUGGLED_CALL),
    post(['Transfer-Encoding: gzip, chunked'], END),
    post(['Transfer-Encoding:'], END + SMUGGLED_CALL),
    post(['Transfer-Encoding: chunked,'], END + SMUGGLED_CALL),
    post(['X: x\nTransfer-Encoding: chunked', 'Content-Length: 3'], END),
    post(['Foo: bar\r\n\rTransfer-Encoding: chunked'], END + SMUGGLED_CALL),
  ],
  'lengths that differ or lie': [
    post(['Content-Length: 5', 'Content-Length: 6'], 'hello!'),
    post(['Content-Length: 5', 'Content-Length: 5'], 'hello'),
    post(['Content-Length: 5, 5'], 'hello'),
    post(['Content-Length: +5'], 'hello'),
    post(['Content-Length: -5'], 'hello'),
    post(['Content-Length: 0x5'], 'hello'),
    post(['Content-Length: 5.0'], 'hello'),
    post(['Content-Length: 5 5'], 'hello'),
    post(['Content-Length: '], 'hello'),
    post(['Content-Length: 99999999999999999999'], 'hello'),
    post(['Content-Length: 18446744073709551616'], 'hello'),
    post(['Content-Length: 9999999999'], 'hello'),
    post(['Content-Length: \x00 5'], 'hello'),
    post(['Content-Length: 00000000005'], 'hello'),
    post(['Content-Length : 5'], 'hello'),
    post(['Content-Length: 0'], SMUGGLED_CALL),
    post(['Content-Length: 5'], `hello${SMUGGLED_CALL}`),
    // A GET with a body, which some servers leave unread in front of the next request.
    get(`Content-Length: ${SMUGGLED_CALL.length}`, '', SMUGGLED_CALL.slice(0, -4)),
    post([], SMUGGLED_CALL),
  ],
  'chunks that differ or lie': [
    post([CHUNKED], `zz\r\nhello\r\n${END}`),
    post([CHUNKED], `2\r\nhello\r\n${END}`),
    post([CHUNKED], `5\nhello\n0\n\n`),
    post([CHUNKED], `5\nhello\r\n${END}`),
    post([CHUNKED], `5;a=b\r\nhello\r\n${END}`),
    post([CHUNKED], `5;a="\r\n\r\n${SMUGGLED_CALL}"\r\nhello\r\n${END}`),
    post([CHUNKED], `5;\x00\r\nhello\r\n${END}`),
    post([CHUNKED], `5 ;a\r\nhello\r\n${END}`),
    post([CHUNKED], `+5\r\nhello\r\n${END}`),
    post([CHUNKED], `-5\r\nhello\r\n${END}`),
    post([CHUNKED], `0x5\r\nhello\r\n${END}`),
    post([CHUNKED], `ffffffffffffffff5\r\nhello\r\n${END}`),
    post([CHUNKED], `5\r\nhelloXX${END}`),
    post([CHUNKED], `5\rhello\r\n${END}`),
    post([CHUNKED], `\r\n5\r\nhello\r\n${END}`),
    post([CHUNKED], `00000000000000000000005\r\nhello\r\n${END}`),
    post([CHUNKED], `5\r\nhello\r\n0\r\nAuthorization: Bearer trailer\r\nX-Trace: 1\r\n\r\n`),
    post([CHUNKED], `5\r\nhello\r\n0\r\nX-Trace: a\rb\r\n\r\n`),
    post([CHUNKED], `5\r\nhello\r\n0\r\n: x\r\n\r\n`),
    post([CHUNKED], `5;${'a'.repeat(20_000)}\r\nhello\r\n${END}`),
    post([CHUNKED], END + SMUGGLED_CALL),
  ],
  expectations: [
    ...[
      get('Expect: 100-continue'),
      get('Expect: 200-ok'),
      get('Expect: 100-continue, x'),
      get('Expect: \x01'),
    ],
    ...[post(['Expect: 100-continue', 'Content-Length: 5'], 'hello'), get('Max-Forwards: 0'), get('Expect:')],
  ],
  'loops and pseudonyms': [
    ...[
      get('Via: 1.1 edge'),
      get('Via: 1.1 a', 'Via: 1.1 b'),
      get('Via: \x01'),
      get('Via: ,,,,'),
      get(`Via: ${'1.1 x, '.repeat(900)}1.1 x`),
    ],
  ],
  'too much': [
    ...[
      get(`X-Trace: ${'a'.repeat(17_000)}`),
      get(...Array.from({ length: 3_000 }, (_, at) => `X-${at}: 1`)),
    ],
    ...[
      get(`${'X'.repeat(17_000)}: 1`),
      get(`Accept: ${'a,'.repeat(7_000)}`),
      get(...Array.from({ length: 200 }, () => 'X-Trace: 1')),
    ],
    get(...Array.from({ length: 200 }, (_, at) => `Cookie: c${at}=v`)),
  ],
  'two of what there is one of': [
    ...[
      get('Content-Type: a/b', 'Content-Type: c/d'),
      get('Accept: a', 'Accept: b'),
      get('Range: bytes=0-1', 'Range: bytes=2-3'),
    ],
    ...[
      get('If-None-Match: "a"', 'If-None-Match: "b"'),
      get('User-Agent: a', 'User-Agent: b'),
      get('Cookie: coatcheck=x'),
    ],
    ...[
      get('__proto__: x'),
      get('constructor: x'),
      get('hasOwnProperty: x'),
      get('toString: x', 'valueOf: y'),
    ],
  ],
}
