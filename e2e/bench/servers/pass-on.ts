import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DispatchController, DispatchHandler, Pool } from './product-undici.ts'

/** Where a call goes, and with what token. */
export interface PassedCall {
  pool: Pool
  path: string
  authorization: string
}

/**
 * Passes a call on and its answer back with back-pressure: the least that a proxy in Node has to do, and nothing of
 * what a careful one does beyond it.
 */
export function passOn(
  req: IncomingMessage,
  res: ServerResponse,
  { pool, path, authorization }: PassedCall,
): void {
  const { method = 'GET' } = req
  const { accept = '*/*', 'content-type': type, 'content-length': length } = req.headers
  const headers = ['authorization', authorization, 'accept', accept]
  if (type !== undefined) headers.push('content-type', type)
  if (length !== undefined) headers.push('content-length', length)
  pool.dispatch({ method, path, headers, body: method === 'POST' ? req : null }, answerHandler(res))
}

function answerHandler(res: ServerResponse): DispatchHandler {
  return {
    onRequestStart: (controller) => abortWithClient(res, controller),
    onResponseStart: (_controller, status, headers) => {
      res.writeHead(status, headers)
    },
    onResponseData: (controller, chunk) => {
      if (res.write(chunk)) return
      controller.pause()
      res.once('drain', () => controller.resume())
    },
    onResponseEnd: () => {
      res.end()
    },
    onResponseError: (_controller, error) => {
      if (res.headersSent) res.destroy(error)
      else res.writeHead(502).end()
    },
  }
}

function abortWithClient(res: ServerResponse, controller: DispatchController): void {
  res.once('close', () => {
    if (!res.writableFinished) controller.abort(new Error('the client has gone'))
  })
}
