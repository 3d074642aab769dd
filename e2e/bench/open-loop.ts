import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import type { ApiRequest } from './api-request.ts'
import { type DispatchHandler, openPool, type Pool } from './servers/product-undici.ts'

/** Requests that are sent at a fixed rate, whether or not the ones before are answered. */
export interface OpenLoop {
  origin: string
  /** Taken in turn. */
  requests: readonly ApiRequest[]
  /** Requests a second. */
  rate: number
  seconds: number
  signal: AbortSignal
}

/** What became of the requests. */
export interface OpenLoopResult {
  /** Of each answered request, from the moment it was sent to the last byte of its answer. */
  latenciesMs: Float64Array
  /** Requests answered with anything but 200, or not at all. */
  errors: number
  /** Answers a second, until the last one was there. */
  rps: number
}

const TICK_MS = 1

/**
 * Sends at a fixed rate. A closed loop hides a stall: while it lasts nothing is sent, so one request is late instead
 * of hundreds. Here sending never waits, because the pool opens a connection for every request that finds none free.
 */
export async function runOpenLoop({
  origin,
  requests,
  rate,
  seconds,
  signal,
}: OpenLoop): Promise<OpenLoopResult> {
  const pool = openPool(origin)
  const latencies: number[] = []
  const pending = new Set<Promise<void>>()
  let errors = 0
  const begun = performance.now()
  const total = Math.round(rate * seconds)
  for (let sent = 0; sent < total; await delay(TICK_MS, undefined, { signal })) {
    const due = Math.min(total, Math.floor(((performance.now() - begun) / 1000) * rate))
    for (; sent < due; sent += 1) {
      const request = requests[sent % requests.length] as ApiRequest
      const answered = send(pool, request).then(
        (latencyMs) => {
          latencies.push(latencyMs)
        },
        () => {
          errors += 1
        },
      )
      pending.add(answered)
      void answered.finally(() => pending.delete(answered))
    }
  }
  await Promise.all(pending)
  const tookSeconds = (performance.now() - begun) / 1000
  await pool.destroy()
  return { latenciesMs: Float64Array.from(latencies), errors, rps: latencies.length / tookSeconds }
}

function send(pool: Pool, { method, path, headers, body }: ApiRequest): Promise<number> {
  const sentAt = performance.now()
  return new Promise((resolve, reject) => {
    let status = 0
    const handler: DispatchHandler = {
      onRequestStart: () => {},
      onResponseStart: (_controller, received) => {
        status = received
      },
      onResponseData: () => {},
      onResponseEnd: () => {
        if (status === 200) resolve(performance.now() - sentAt)
        else reject(new Error(`answered with ${status}`))
      },
      onResponseError: (_controller, error) => reject(error),
    }
    pool.dispatch({ method, path, headers: Object.entries(headers).flat(), body: body || null }, handler)
  })
}
