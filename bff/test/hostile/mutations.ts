import fc from 'fast-check'

/** One change to bytes. Places are fractions of the length, so that they fit whatever is changed. */
type Mutation =
  | { kind: 'flip'; at: number; mask: number }
  | { kind: 'insert'; at: number; bytes: string }
  | { kind: 'cut'; at: number }
  | { kind: 'remove'; at: number; length: number }
  | { kind: 'repeat'; at: number; length: number; times: number }

/** Bytes that mean something to a parser of HTTP, and so are worth to be somewhere they do not belong. */
const MEANINGFUL = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\r\n\r\n',
    ' ',
    '\t',
    '\0',
    ':',
    ';',
    ',',
    '%',
    '/',
    '\\',
    '?',
    '#',
    '..',
    '%2e%2e/',
    '%2f',
  ],
  ...[
    'HTTP/1.1',
    'HTTP/1.0',
    'HTTP/9.9',
    'GET ',
    'POST ',
    '0\r\n\r\n',
    '5\r\nhello\r\n',
    'ffffffff\r\n',
    '-1\r\n',
    '0x0\r\n',
  ],
  ...[
    'Content-Length: 3\r\n',
    'Content-Length: 999999\r\n',
    'Transfer-Encoding: chunked\r\n',
    'Transfer-Encoding: x\r\n',
  ],
  ...[
    'Host: evil.test\r\n',
    'Connection: close\r\n',
    'Connection: authorization\r\n',
    'Expect: 100-continue\r\n',
  ],
  ...[
    'Upgrade: websocket\r\nConnection: upgrade\r\n',
    'Trailer: x\r\n',
    'X_Forwarded_For: 1\r\n',
    '\xff\xfe',
    '\x80',
    'A: b\r\n',
  ],
  ...[
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 200 OK\r\n',
    'Set-Cookie: coatcheck=x\r\n',
    'A'.repeat(20_000),
  ],
] as const

const place = fc.double({ min: 0, max: 1, noNaN: true, noDefaultInfinity: true })
const length = fc.integer({ min: 1, max: 40 })

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: place, mask: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('insert' as const), at: place, bytes: fc.constantFrom(...MEANINGFUL) }),
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({ kind: fc.constant('remove' as const), at: place, length }),
  fc.record({
    kind: fc.constant('repeat' as const),
    at: place,
    length,
    times: fc.integer({ min: 1, max: 50 }),
  }),
)

/** Some changes to make to bytes, one after the other; none at all sometimes. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.array(mutation, { maxLength: 4 })

/** Makes the changes. */
export function mutate(bytes: Buffer, changes: readonly Mutation[]): Buffer {
  return changes.reduce(apply, bytes)
}

function apply(bytes: Buffer, change: Mutation): Buffer {
  const at = Math.floor(change.at * bytes.length)
  const before = bytes.subarray(0, at)
  switch (change.kind) {
    case 'flip': {
      const flipped = Buffer.from(bytes)
      flipped[at] = (flipped[at] ?? 0) ^ change.mask
      return flipped
    }
    case 'insert':
      return Buffer.concat([before, Buffer.from(change.bytes, 'latin1'), bytes.subarray(at)])
    case 'cut':
      return before
    case 'remove':
      return Buffer.concat([before, bytes.subarray(at + change.length)])
    case 'repeat': {
      const repeated = bytes.subarray(at, at + change.length)
      return Buffer.concat([
        before,
        ...Array.from({ length: change.times }, () => repeated),
        bytes.subarray(at),
      ])
    }
  }
}
