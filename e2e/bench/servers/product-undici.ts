import type { IncomingHttpHeaders } from 'node:http'
import { createRequire } from 'node:module'
import type { Readable } from 'node:stream'

/** The part of undici's `Pool` that the floor and the open-loop generator use. */
export interface Pool {
  dispatch(request: DispatchRequest, handler: DispatchHandler): boolean
  destroy(): Promise<void>
}

/** Header names and values in turn. */
interface DispatchRequest {
  method: string
  path: string
  headers: string[]
  body: Readable | string | null
}

/** Pauses, resumes and cancels an answer. */
export interface DispatchController {
  pause(): void
  resume(): void
  abort(reason: Error): void
}

/** Called as an answer comes in. */
export interface DispatchHandler {
  onRequestStart(controller: DispatchController): void
  onResponseStart(controller: DispatchController, status: number, headers: IncomingHttpHeaders): void
  onResponseData(controller: DispatchController, chunk: Buffer): void
  onResponseEnd(): void
  onResponseError(controller: DispatchController, error: Error): void
}

/**
 * Opens a pool of the undici that the product has installed, so that the floor and the product differ in their own
 * code and in nothing below it. Like the product's, it opens as many connections as there are calls in flight.
 */
export function openPool(origin: string): Pool {
  const requireAsProduct = createRequire(new URL('../../../bff/package.json', import.meta.url))
  const undici = requireAsProduct('undici') as {
    Pool: new (origin: string, options: { pipelining: number }) => Pool
  }
  return new undici.Pool(origin, { pipelining: 1 })
}
