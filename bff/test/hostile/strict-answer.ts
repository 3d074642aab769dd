/** An answer as the strictest reader understands it. */
export interface StrictAnswer {
  status: number
  /** Values by lower-case name; a repeated header has several. */
  headers: Map<string, string[]>
  body: string
}

/** What a connection brought. */
export interface StrictAnswers {
  /** Whole ones, in order; interim ones are left out. */
  answers: StrictAnswer[]
  /** Bytes behind the last whole answer: a beginning of another, cut off. */
  rest: Buffer
}

const STATUS_LINE = /^HTTP\/1\.1 (\d{3}) [\x20-\x7e]*$/
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?([\t\x20-\x7e\x80-\xff]*)$/
const HEAD_END = '\r\n\r\n'

/**
 * Takes apart all that came over a connection. The end of the connection ends no body: each says how long it is.
 *
 * @param isHead Whether the answers are to HEAD, and have no body whatever they say.
 * @throws {Error} saying what is no HTTP.
 */
export function readAnswers(bytes: Buffer, isHead = false): StrictAnswers {
  const answers: StrictAnswer[] = []
  let rest = bytes
  for (;;) {
    const found = readAnswer(rest, isHead)
    if (!found) return { answers, rest }
    rest = rest.subarray(found.length)
    if (found.answer.status >= 200) answers.push(found.answer)
  }
}

function readAnswer(bytes: Buffer, isHead: boolean): { answer: StrictAnswer; length: number } | undefined {
  const headEnd = bytes.indexOf(HEAD_END)
  if (headEnd === -1) return undefined
  const { status, headers } = readHead(bytes.toString('latin1', 0, headEnd))
  const from = headEnd + HEAD_END.length
  const hasBody = !isHead && status >= 200 && status !== 204 && status !== 304
  const body = hasBody ? readBody(bytes, from, headers) : { text: '', end: from }
  return body && { answer: { status, headers, body: body.text }, length: body.end }
}

function readHead(head: string): Pick<StrictAnswer, 'status' | 'headers'> {
  const [line = '', ...headerLines] = head.split('\r\n')
  const status = Number(STATUS_LINE.exec(line)?.[1])
  if (!status) throw new Error(`status line ${JSON.stringify(line)}`)
  const headers: StrictAnswer['headers'] = new Map()
  for (const text of headerLines) {
    const [, name, value] = HEADER_LINE.exec(text) ?? []
    if (name === undefined || value === undefined) throw new Error(`header line ${JSON.stringify(text)}`)
    const values = headers.get(name.toLowerCase())
    if (values) values.push(value)
    else headers.set(name.toLowerCase(), [value])
  }
  return { status, headers }
}

function readBody(
  bytes: Buffer,
  from: number,
  headers: StrictAnswer['headers'],
): { text: string; end: number } | undefined {
  const [length, second] = headers.get('content-length') ?? []
  const chunked = headers.get('transfer-encoding')?.join() === 'chunked'
  if (second !== undefined || (length === undefined) !== chunked) throw new Error('framing of an answer')
  if (chunked) return readChunks(bytes, from)
  const end = from + Number(length)
  return bytes.length < end ? undefined : { text: bytes.toString('latin1', from, end), end }
}

function readChunks(bytes: Buffer, from: number): { text: string; end: number } | undefined {
  let text = ''
  let at = from
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd === -1) return undefined
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    if (Number.isNaN(size)) throw new Error('chunk size of an answer')
    const end = lineEnd + 2 + size
    if (bytes.length < end + 2) return undefined
    if (size === 0) return { text, end: end + 2 }
    text += bytes.toString('latin1', lineEnd + 2, end)
    at = end + 2
  }
}
