import { get, type HostileHeaders, post } from './hostile-request.ts'

/** A request that a reader who cuts in the wrong place would find, and a path that no rule allows. */
const SMUGGLED = 'GET /base/admin HTTP/1.1\r\nHost: x\r\nX: '
/** One that is an ordinary call but for who makes it. */
const SMUGGLED_CALL = 'GET /api/github/repos/smuggled HTTP/1.1\r\nHost: localhost:3000\r\nX-CSRF: 1\r\n\r\n'

const CHUNKED = 'Transfer-Encoding: chunked'
const END = '0\r\n\r\n'

/** Requests whose end two readers may find in different places, by attack. */
export const HOSTILE_FRAMING: Record<string, readonly HostileHeaders[]> = {
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
}
