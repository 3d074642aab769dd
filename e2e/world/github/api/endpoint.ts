import { createHash } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { callerOf } from './authenticate.ts'
import { refund } from './rate-limit.ts'

/** What a route answers; without a body the status is 204. */
export interface ApiReply {
  /** Default 200 with a body, 204 without. */
  status?: number
  body?: unknown
  /** Epoch milliseconds; sent as `Last-Modified`. */
  lastModified?: number
  headers?: Record<string, string>
}

const VARY = 'Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding, Accept, X-Requested-With'

/**
 * Makes a route from a function that computes its answer, and adds what all answers have in common: the scopes
 * it accepts, caching headers, a validator, and 304 for a client that has the same already.
 */
export function endpoint(accepted: readonly string[], answer: (req: Request) => ApiReply): RequestHandler {
  return (req, res) => {
    res.set('X-Accepted-OAuth-Scopes', accepted.join(', '))
    const reply = answer(req)

    writeReply(req, res, reply)
  }
}

function writeReply(req: Request, res: Response, reply: ApiReply): void {
  const { body, lastModified, headers = {} } = reply
  res.status(reply.status ?? (body === undefined ? 204 : 200)).set(headers)
  if (body === undefined) {
    res.end()
    return
  }
  const isAnonymous = callerOf(req).kind === 'anonymous'
  res.set({
    'Cache-Control': `${isAnonymous ? 'public' : 'private'}, max-age=60, s-maxage=60`,
    Vary: VARY,
    ETag: entityTag(req, body),
  })
  if (lastModified !== undefined) res.set('Last-Modified', new Date(lastModified).toUTCString())
  if (!isKnown(req, res)) {
    res.json(body)
    return
  }
  refund(req, res)
  res.status(304).end()
}

/**
 * Whether the client has this very answer already (RFC 9110 section 13.2.2). Express would not look when the
 * request says `Cache-Control: no-cache`, which Node's fetch adds to every conditional request; GitHub does.
 */
function isKnown(req: Request, res: Response): boolean {
  if ((req.method !== 'GET' && req.method !== 'HEAD') || res.statusCode !== 200) return false
  const known = req.get('If-None-Match')
  if (known !== undefined) return known.split(/,\s*/).includes(res.get('ETag') ?? '')
  const [since, modified] = [req.get('If-Modified-Since'), res.get('Last-Modified')]
  return since !== undefined && modified !== undefined && Date.parse(modified) <= Date.parse(since)
}

/** The real tags differ from token to token, so a cache shared by users never gets a hit by accident. */
function entityTag(req: Request, body: unknown): string {
  const caller = callerOf(req)
  const hash = createHash('sha256').update(caller.kind === 'user' ? caller.accessToken : '')
  return `W/"${hash.update(JSON.stringify(body)).digest('hex')}"`
}
