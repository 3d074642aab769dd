import type { IncomingMessage } from 'node:http'
import { type Readable, Transform } from 'node:stream'
import { BffError } from '../errors.ts'

/** A request body on its way: small ones can be sent twice, large ones stream past once. */
export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'buffered'; readonly bytes: Buffer }
  | { readonly kind: 'streamed'; readonly stream: Readable; readonly length: string | undefined }

/** Bodies of up to this size are read before the call goes out, so that it can be repeated with a new token. */
const REPLAYABLE_BYTES = 64 * 1024

const NO_BODY: RequestBody = { kind: 'none' }

/**
 * Takes over the body of a request; at once, where there is nothing to read before the call goes out.
 *
 * @throws {BffError} `payload_too_large` (413): the declared length is over the limit. A body that
 *   declares none fails in mid-stream with the same error.
 * @throws {Error} when the client goes away before a small body is complete.
 */
export function takeRequestBody(req: IncomingMessage, maxBytes: number): RequestBody | Promise<RequestBody> {
  const length = req.headers['content-length']
  if (length === undefined && req.headers['transfer-encoding'] === undefined) return NO_BODY
  if (length === '0') return { kind: 'buffered', bytes: Buffer.alloc(0) }
  if (length !== undefined && Number(length) > maxBytes) throw tooLarge()
  if (length !== undefined && Number(length) <= REPLAYABLE_BYTES) {
    return readAll(req).then((bytes) => ({ kind: 'buffered', bytes }))
  }
  return { kind: 'streamed', stream: limited(req, maxBytes), length }
}

function readAll(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const onCut = (): void => reject(new Error('the client went away'))
    // It may have left while a token was fetched: then no further event would tell.
    if (req.destroyed) onCut()
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.once('end', () => resolve(Buffer.concat(chunks)))
    req.once('error', onCut)
    req.once('close', onCut)
  })
}

/**
 * The body is piped and not handed over: undici destroys the body of a call that ends early, and with
 * the request itself would go the connection that the answer is sent on.
 */
function limited(req: IncomingMessage, maxBytes: number): Readable {
  let seen = 0
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length
      if (seen > maxBytes) done(tooLarge())
      else done(null, chunk)
    },
  })
  // What the upstream no longer wants is read and thrown away, so that the client gets to read its answer.
  counter.once('close', () => req.unpipe(counter).resume())
  return req.pipe(counter)
}

function tooLarge(): BffError {
  return new BffError('payload_too_large', 'The request body is larger than this upstream accepts.')
}
