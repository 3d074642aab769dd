import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exchangeRaw } from '../support/raw-http.ts'
import { ALLOWED_PATH, callHead, type HostileWorld, startHostileWorld } from './hostile-world.ts'
import { exchangeBytes } from './raw-exchange.ts'
import { readAnswers, type StrictAnswer } from './strict-answer.ts'
import { valuesOf } from './strict-request.ts'

const TIMEOUTS = { connectMs: 5_000, headersMs: 5_000, idleBodyMs: 5_000 }
const RULE = { methods: ['GET', 'HEAD', 'POST'], path: '/repos/**' }
const WITHIN = { answerWithinMs: 20_000, closeWithinMs: 20_000 }

let world: HostileWorld

beforeAll(async () => {
  world = await startHostileWorld({ upstream: { timeouts: TIMEOUTS, allow: [RULE] } })
})

beforeEach(() => world.upstream.clear())

afterAll(() => world.close())

/** What the upstream answers from now on, each time. */
function upstreamSays(bytes: string, after: 'keep' | 'close' = 'keep'): void {
  world.upstream.answer(() => ({ bytes: Buffer.from(bytes, 'latin1'), after }))
}

/** One call, and the one answer to it. */
async function call(rest: string, method = 'GET'): Promise<StrictAnswer | undefined> {
  const bytes = Buffer.from(`${callHead(world, method, `${ALLOWED_PATH}/x`)}Connection: close\r\n${rest}`)
  const { answers, rest: cut } = await exchangeBytes(world.origin, bytes, WITHIN)
  expect(cut).toHaveLength(0)
  expect(answers).toHaveLength(1)
  return answers[0]
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok'
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n'

describe('interim answers of an upstream', () => {
  it.each([
    ['a 100 that nobody asked for', CONTINUE],
    ['a 100 with headers', 'HTTP/1.1 100 Continue\r\nDate: x\r\nServer: y\r\n\r\n'],
    [
      'several',
      `${CONTINUE}${CONTINUE}HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n`,
    ],
    ['a 103', 'HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\nSet-Cookie: coatcheck=x\r\n\r\n'],
  ])('PROXY-21 do not disturb the answer: %s', async (_what, interim) => {
    upstreamSays(interim + OK)

    const answers = [
      await call('\r\n'),
      await call('Content-Length: 2\r\n\r\nab', 'POST'),
      await call('\r\n'),
    ]

    expect(answers.map((answer) => [answer?.status, answer?.body])).toEqual(Array(3).fill([200, 'ok']))
    expect(answers[0]?.headers.has('link')).toBe(false)
    expect(world.breaches()).toEqual([])
  })

  it('PROXY-21 may come byte by byte', async () => {
    world.upstream.answer(() => ({ bytes: Buffer.from(CONTINUE + OK), after: 'keep', pace: 'byte by byte' }))

    const answer = await call('\r\n')

    expect([answer?.status, answer?.body]).toEqual([200, 'ok'])
  })

  it('PROXY-21 are told from a body that looks like one', async () => {
    const body = CONTINUE + OK
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`
    world.upstream.answer(() => ({ bytes: Buffer.from(head + body), after: 'keep', pace: 'head first' }))

    expect((await call('\r\n'))?.body).toBe(body)
  })

  it.each([
    [
      'a protocol nobody asked for',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
    ],
    ['100 and nothing else', CONTINUE],
    ['100 without an end', `HTTP/1.1 100 ${'a'.repeat(100_000)}`],
  ])('PROXY-17 end in 502 where no answer follows: %s', async (_what, bytes) => {
    upstreamSays(bytes, 'close')

    const answer = await call('\r\n')

    expect(answer?.status).toBe(502)
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ code: 'upstream_unreachable' })
  })
})

describe('a client that waits for 100 Continue', () => {
  it('PROXY-21 gets it, and the upstream gets the body and no expectation', async () => {
    upstreamSays(OK)
    const head = `${callHead(world, 'POST', `${ALLOWED_PATH}/x`)}Connection: close\r\nExpect: 100-continue\r\n`

    const answer = await exchangeRaw(world.origin, `${head}Content-Length: 5\r\n\r\nhello`)

    expect(answer.startsWith(CONTINUE)).toBe(true)
    expect(readAnswers(Buffer.from(answer, 'latin1')).answers).toMatchObject([{ status: 200, body: 'ok' }])
    expect(world.upstream.requests.map(({ body }) => String(body))).toEqual(['hello'])
    expect(world.breaches()).toEqual([])
  })

  it('gets whole answers, also where a later one is ready before an earlier one', async () => {
    const [late, early] = [{ pace: 'byte by byte' as const }, {}]
    const answer = { bytes: Buffer.from(OK), after: 'keep' as const }
    world.upstream.answer(({ method }) => ({ ...answer, ...(method === 'GET' ? late : early) }))
    const first = `${callHead(world, 'GET', `${ALLOWED_PATH}/x`)}\r\n`
    const head = `${callHead(world, 'POST', `${ALLOWED_PATH}/x`)}Connection: close\r\nExpect: 100-continue\r\n`
    const bytes = Buffer.from(`${first}${head}Content-Length: 5\r\n\r\nhello`)

    const { answers } = await exchangeBytes(world.origin, bytes, { ...WITHIN, answerWithinMs: 20_000 })

    expect(answers.map(({ status, body }) => [status, body])).toEqual(Array(2).fill([200, 'ok']))
  })
})

describe('answers that have no body, or a part of one', () => {
  it('PROXY-21 HEAD is answered with the length and without a byte', async () => {
    upstreamSays('HTTP/1.1 200 OK\r\nContent-Length: 1234\r\nETag: "1"\r\n\r\n')
    const bytes = `${callHead(world, 'HEAD', `${ALLOWED_PATH}/x`)}Connection: close\r\n\r\n`

    const answer = await exchangeRaw(world.origin, bytes)

    expect(answer).toMatch(/^HTTP\/1.1 200 .*\r\ncontent-length: 1234\r\n.*\r\n\r\n$/s)
  })

  it.each([204, 304])('PROXY-21 %i has none, even where the upstream sends one', async (status) => {
    upstreamSays(`HTTP/1.1 ${status} X\r\nETag: "1"\r\nContent-Length: 2\r\n\r\nok`, 'close')

    const answer = await call('If-None-Match: "1"\r\n\r\n')

    expect([answer?.status, answer?.body, answer?.headers.get('etag')]).toEqual([status, '', ['"1"']])
  })

  it('PROXY-21 206 passes with its range', async () => {
    upstreamSays('HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nab')

    const answer = await call('Range: bytes=0-1\r\nIf-Range: "1"\r\n\r\n')

    expect([answer?.status, answer?.body, answer?.headers.get('content-range')]).toEqual([
      206,
      'ab',
      ['bytes 0-1/9'],
    ])
    expect(valuesOf(world.upstream.requests[0]?.headers ?? [], 'range')).toEqual(['bytes=0-1'])
  })

  it('PROXY-21 the end of an HTTP/1.0 connection ends its answer', async () => {
    upstreamSays('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end', 'close')

    expect(await call('\r\n')).toMatchObject({ status: 200, body: 'until the end' })
  })
})

describe('trailers', () => {
  it('PROXY-21 of an answer are dropped', async () => {
    upstreamSays(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\nSet-Cookie: a=b\r\n\r\n',
    )

    const raw = await exchangeRaw(
      world.origin,
      `${callHead(world, 'GET', `${ALLOWED_PATH}/x`)}Connection: close\r\n\r\n`,
    )

    expect(raw).toMatch(/\r\n2\r\nok\r\n0\r\n\r\n$/)
    expect(raw).not.toMatch(/^(?:trailer|x-sum|set-cookie):/im)
  })

  it('PROXY-21 of a request are dropped', async () => {
    upstreamSays(OK)

    const answer = await call(
      'Transfer-Encoding: chunked\r\nTrailer: Authorization\r\n\r\n2\r\nab\r\n0\r\nAuthorization: Bearer x\r\n\r\n',
      'POST',
    )

    expect(answer?.status).toBe(200)
    expect(world.upstream.requests.map(({ body }) => String(body))).toEqual(['ab'])
    expect(world.breaches()).toEqual([])
  })
})
