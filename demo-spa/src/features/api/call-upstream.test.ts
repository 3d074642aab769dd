import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ApiError } from './api-error.ts'
import { callUpstream, type Upstream } from './call-upstream.ts'

const cleanups: (() => void)[] = []

afterEach(() => {
  for (const cleanUp of cleanups.splice(0)) cleanUp()
})

/** Starts a server that gives one answer, and calls it the way the SDK's `api('…')` does. */
async function anUpstream(answer: (response: ServerResponse) => void): Promise<Upstream> {
  const server = createServer((_request, response) => answer(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => server.close())
  const { port } = server.address() as AddressInfo
  return { fetch: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init) }
}

function answering(status: number, body: unknown, headers: Record<string, string> = {}) {
  return (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
}

const PROBLEM = { 'content-type': 'application/problem+json' }

function aProblem(code: string, status: number): unknown {
  return { type: `urn:coatcheck:problem:${code}`, title: code, status, code, requestId: 'r-1' }
}

async function failureOf(upstream: Upstream): Promise<ApiError> {
  const failure = await callUpstream(upstream, '/x').catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(ApiError)
  return failure as ApiError
}

describe('callUpstream', () => {
  it.each([
    ['an unknown issue', 404, { message: 'Not Found' }, {}, 'not_found'],
    ['a missing permission', 403, { message: 'Must have push access' }, {}, 'forbidden'],
    [
      'a used-up limit',
      403,
      { message: 'API rate limit exceeded' },
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1900000000' },
      'rate_limited',
    ],
    ['a secondary limit', 403, { message: 'secondary rate limit' }, { 'retry-after': '60' }, 'rate_limited'],
    [
      'a scope Google was not given',
      403,
      { error: { message: 'no', details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }] } },
      {},
      'insufficient_scope',
    ],
    ['a token the upstream no longer takes', 401, { message: 'Bad credentials' }, {}, 'reauth_required'],
    ['a body that is not valid', 422, { message: 'Validation Failed' }, {}, 'invalid'],
    ['an upstream that is down', 502, {}, {}, 'unavailable'],
    ['an ended session', 401, aProblem('unauthenticated', 401), PROBLEM, 'unauthenticated'],
    ['a connection to renew', 401, aProblem('reauth_required', 401), PROBLEM, 'reauth_required'],
    ['a session store that is away', 503, aProblem('session_store_unavailable', 503), PROBLEM, 'unavailable'],
  ])('tells %s from the others', async (_what, status, body, headers, reason) => {
    const failure = await failureOf(
      await anUpstream(answering(status, body, headers as Record<string, string>)),
    )

    expect(failure.reason).toBe(reason)
  })

  it('says until when a used-up limit lasts', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1900000000' }

    const failure = await failureOf(await anUpstream(answering(403, {}, headers)))

    expect(failure.details.retryAt).toBe(1_900_000_000_000)
  })

  it('calls an outage transient and a refusal final', async () => {
    const outage = await failureOf(
      await anUpstream(answering(503, aProblem('session_store_unavailable', 503), PROBLEM)),
    )
    const refusal = await failureOf(await anUpstream(answering(403, {})))

    expect([outage.isTransient, refusal.isTransient]).toEqual([true, false])
  })

  it('calls a connection that breaks offline, and lets an abort through for the cache', async () => {
    const broken = await anUpstream((response) => response.destroy())
    const aborted = new AbortController()
    aborted.abort()

    expect((await failureOf(broken)).reason).toBe('offline')
    await expect(callUpstream(broken, '/x', { signal: aborted.signal })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })

  it('sends a body as JSON', async () => {
    let received = ''
    const upstream: Upstream = {
      fetch: async (_path, init) => {
        received = `${init?.method} ${new Headers(init?.headers).get('content-type')} ${init?.body}`
        return new Response('{}')
      },
    }

    await callUpstream(upstream, '/x', { method: 'PATCH', body: { state: 'closed' } })

    expect(received).toBe('PATCH application/json {"state":"closed"}')
  })
})
