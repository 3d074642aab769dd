/** A request as the strictest reader understands it. */
export interface StrictRequest {
  method: string
  target: string
  /** In order, names as spelled. */
  headers: [name: string, value: string][]
  body: Buffer
}

const REQUEST_LINE = /^([A-Z]+) (\/[\x21-\x7e]*) HTTP\/1\.1$/
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?([\t\x20-\x7e\x80-\xff]*)$/
const CHUNK_SIZE = /^[0-9a-fA-F]{1,8}$/
const CRLF = '\r\n'

/**
 * Reads requests from one connection and forgives nothing: what two servers could read in two ways is an
 * error here, where a lenient parser would hide that the BFF sent it.
 *
 * @see RFC 9112
 */
export class StrictRequestReader {
  #unread: Buffer = Buffer.alloc(0)

  /** Whether bytes of an unfinished request are waiting. */
  get isInRequest(): boolean {
    return this.#unread.length > 0
  }

  /**
   * Takes the bytes that came.
   *
   * @returns The requests they complete.
   * @throws {Error} saying what breaks the rules.
   */
  read(chunk: Buffer): StrictRequest[] {
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk])
    const requests: StrictRequest[] = []
    for (;;) {
      const found = readRequest(this.#unread)
      if (!found) return requests
      requests.push(found.request)
      this.#unread = this.#unread.subarray(found.length)
    }
  }
}

function readRequest(bytes: Buffer): { request: StrictRequest; length: number } | undefined {
  const headEnd = bytes.indexOf(CRLF + CRLF)
  if (headEnd === -1) return undefined
  const { method, target, headers } = readHead(bytes.toString('latin1', 0, headEnd))
  const from = headEnd + 4
  const found = isChunked(headers) ? readChunked(bytes, from) : readCounted(bytes, from, lengthOf(headers))
  return found && { request: { method, target, headers, body: found.body }, length: found.end }
}

function readHead(head: string): Omit<StrictRequest, 'body'> {
  const [line = '', ...headerLines] = head.split(CRLF)
  const [, method, target] = REQUEST_LINE.exec(line) ?? []
  if (method === undefined || target === undefined) throw new Error(`request line ${JSON.stringify(line)}`)
  const headers = headerLines.map((text): [string, string] => {
    const [, name, value] = HEADER_LINE.exec(text) ?? []
    if (name === undefined || value === undefined) throw new Error(`header line ${JSON.stringify(text)}`)
    return [name, value]
  })
  if (valuesOf(headers, 'host').length !== 1) throw new Error('not one Host')
  return { method, target, headers }
}

function isChunked(headers: StrictRequest['headers']): boolean {
  const codings = valuesOf(headers, 'transfer-encoding')
  if (codings.length === 0) return false
  if (codings.join() !== 'chunked') throw new Error(`transfer-encoding ${codings.join()}`)
  if (valuesOf(headers, 'content-length').length > 0) throw new Error('both a length and chunks')
  return true
}

function lengthOf(headers: StrictRequest['headers']): number {
  const [length = '0', ...others] = valuesOf(headers, 'content-length')
  if (others.length > 0 || !/^\d{1,12}$/.test(length)) throw new Error(`content-length ${length},${others}`)
  return Number(length)
}

interface ReadBody {
  body: Buffer
  end: number
}

function readCounted(bytes: Buffer, from: number, length: number): ReadBody | undefined {
  const end = from + length
  return bytes.length < end ? undefined : { body: bytes.subarray(from, end), end }
}

function readChunked(bytes: Buffer, from: number): ReadBody | undefined {
  const chunks: Buffer[] = []
  let at = from
  for (;;) {
    const lineEnd = bytes.indexOf(CRLF, at)
    if (lineEnd === -1) return undefined
    const size = bytes.toString('latin1', at, lineEnd)
    if (!CHUNK_SIZE.test(size)) throw new Error(`chunk size ${JSON.stringify(size)}`)
    const start = lineEnd + 2
    const end = start + Number.parseInt(size, 16)
    if (bytes.length < end + 2) return undefined
    if (bytes.toString('latin1', end, end + 2) !== CRLF) throw new Error('a chunk longer than it says')
    if (end === start) return { body: Buffer.concat(chunks), end: end + 2 }
    chunks.push(bytes.subarray(start, end))
    at = end + 2
  }
}

/** Every value of a header. @param name In lower case. */
export function valuesOf(headers: StrictRequest['headers'], name: string): string[] {
  return headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value)
}
