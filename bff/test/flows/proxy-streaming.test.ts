import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it, vi } from 'vitest'
import { rawCall, startProxied } from '../support/proxy-server.ts'
import { connectRaw } from '../support/raw-http.ts'
import type { Echo } from '../support/resource-server.ts'

const MEGABYTE = 1024 * 1024
/** Far more than all buffers on the way together hold. */
const MUCH = 64 * MEGABYTE

describe('a request body', () => {
  it.each([
    ['small, with its length', 10_000, {}, 'content-length'],
    ['large, with its length', 5 * MEGABYTE, {}, 'content-length'],
    ['of no declared length', 5 * MEGABYTE, { 'transfer-encoding': 'chunked' }, 'transfer-encoding'],
  ])('PROXY-11 arrives unchanged, framed in one way: %s', async (_what, size, headers, framing) => {
    const { bff } = await startProxied({ maxRequestBytes: MUCH })
    const body = Buffer.alloc(size, 'x')

    const answer = await bff.call('/api/github/upload', { method: 'PUT', headers, body })

    const echo = answer.json() as Echo
    expect(echo.bodySha256).toBe(createHash('sha256').update(body).digest('hex'))
    expect(Object.keys(echo.headers).filter((name) => /^content-length|^transfer/.test(name))).toEqual([
      framing,
    ])
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('may be empty: %s', async (method) => {
    const { bff } = await startProxied()

    const answer = await bff.call('/api/github/x', { method, headers: { 'content-length': 0 } })

    expect(answer.json()).toMatchObject({ method, bodyLength: 0 })
  })

  it('PROXY-18 waits for a slow upstream instead of piling up', async () => {
    const { bff, api } = await startProxied({ maxRequestBytes: MUCH })
    let goOn: () => void = () => {}
    api.answer((req, res) => {
      goOn = () => req.resume().once('end', () => res.end('done'))
    })
    const client = await connectRaw(bff.origin)
    client.write(
      rawCall('POST', '/api/github/upload', `Content-Length: ${MUCH}\r\nConnection: close\r\n\r\n`),
    )
    client.write(Buffer.alloc(MUCH))

    await untilStill(() => client.bytesWritten - client.writableLength)
    const sentBefore = MUCH - client.writableLength
    goOn()
    const answer = (await buffer(client)).toString()

    expect(sentBefore).toBeLessThan(MUCH / 2)
    expect(answer).toContain('done')
  })
})

describe('an answer body', () => {
  it('PROXY-18 waits for a slow browser instead of piling up, and is whole in the end', async () => {
    const { bff, api } = await startProxied()
    let sent = 0
    api.answer((_req, res) => pour(res, MUCH, (bytes) => (sent += bytes)))
    const answer = await bff.open('/api/github/download')

    await untilStill(() => sent)
    const sentBefore = sent
    const body = await buffer(answer)

    expect(sentBefore).toBeLessThan(MUCH / 2)
    expect(body).toHaveLength(MUCH)
  })

  it('passes events on one by one, the head before the first of them', async () => {
    const { bff, api } = await startProxied()
    const upstream = new Promise<ServerResponse>((resolve) => {
      api.answer((_req, res) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
        resolve(res)
      })
    })

    const answer = await bff.open('/api/github/events')
    const stream = await upstream
    const events: string[] = []
    for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
      stream.write(event)
      const [chunk] = await once(answer, 'data')
      events.push(String(chunk))
    }

    expect(answer.headers['content-type']).toBe('text/event-stream')
    expect(events).toEqual(['data: 1\n\n', 'data: 2\n\n'])
  })

  it('keeps its encoding and length', async () => {
    const { bff, api } = await startProxied()
    const bytes = Buffer.from('1f8b08000000000000034bcc2b030063c9ce6d03000000', 'hex')
    api.answer((_req, res) => {
      res.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bytes.length }).end(bytes)
    })

    const answer = await bff.open('/api/github/x', { headers: { 'accept-encoding': 'gzip' } })

    expect(answer.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-length': String(bytes.length),
    })
    expect(await buffer(answer)).toEqual(bytes)
  })
})

describe('an exchange that HTTP treats in its own way', () => {
  it('PROXY-21 HEAD has the headers of a body and none', async () => {
    const { bff, api } = await startProxied()
    api.answer((_req, res) => void res.writeHead(200, { 'content-length': 1234, etag: '"1"' }).end())

    const answer = await bff.call('/api/github/x', { method: 'HEAD' })

    expect(answer).toMatchObject({
      status: 200,
      text: '',
      headers: { 'content-length': '1234', etag: '"1"' },
    })
  })

  it('PROXY-21 a 204 has no body and no length', async () => {
    const { bff, api } = await startProxied()
    api.answer((_req, res) => void res.writeHead(204, { 'content-length': 0 }).end())

    const answer = await bff.call('/api/github/x', { method: 'DELETE' })

    expect(answer).toMatchObject({ status: 204, text: '' })
    expect(answer.headers).not.toHaveProperty('content-length')
    expect(answer.headers).not.toHaveProperty('transfer-encoding')
  })

  it('PROXY-21 a range is asked for and answered in part', async () => {
    const { bff, api } = await startProxied()
    api.answer((req, res) => {
      res.writeHead(206, { 'content-range': `${req.headers.range?.replace('=', ' ')}/9` }).end('ab')
    })

    const answer = await bff.call('/api/github/x', { headers: { range: 'bytes=0-1' } })

    expect(answer).toMatchObject({ status: 206, text: 'ab', headers: { 'content-range': 'bytes 0-1/9' } })
  })

  it('PROXY-21 interim answers and trailers do not disturb the answer', async () => {
    const { bff, api } = await startProxied()
    api.answer((_req, res) => {
      res.writeEarlyHints({ link: '</style.css>; rel=preload' })
      res.writeProcessing()
      res.writeHead(200, { trailer: 'x-sum' })
      res.write('body')
      res.addTrailers({ 'x-sum': '1' })
      res.end()
    })

    const answer = await bff.call('/api/github/x')

    expect(answer).toMatchObject({ status: 200, text: 'body' })
    expect(answer.headers).not.toHaveProperty('link')
  })

  it('the answer of an upstream that does not want the rest of the body arrives', async () => {
    const { bff, api } = await startProxied({ maxRequestBytes: MUCH })
    api.answer((_req, res) => void res.writeHead(409).end('no more'))

    const answer = await bff.call('/api/github/x', { method: 'POST', body: Buffer.alloc(8 * MEGABYTE) })

    expect(answer).toMatchObject({ status: 409, text: 'no more' })
  })
})

/** Writes zeros as fast as the other side takes them. */
async function pour(res: ServerResponse, total: number, onSent: (bytes: number) => void): Promise<void> {
  const chunk = Buffer.alloc(64 * 1024)
  for (let left = total; left > 0; left -= chunk.length) {
    onSent(chunk.length)
    if (!res.write(chunk)) await once(res, 'drain')
  }
  res.end()
}

/** Waits until a measure has stopped growing. */
async function untilStill(measure: () => number): Promise<void> {
  let last = -1
  let unchanged = 0
  await vi.waitFor(
    () => {
      const now = measure()
      unchanged = now > 0 && now === last ? unchanged + 1 : 0
      last = now
      expect(unchanged).toBeGreaterThan(4)
    },
    { timeout: 10_000, interval: 30 },
  )
}
