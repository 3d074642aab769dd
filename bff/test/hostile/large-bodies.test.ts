import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectRaw } from '../support/raw-http.ts'
import { type ResourceServer, startResourceServer } from '../support/resource-server.ts'
import { ALLOWED_PATH, callHead, type HostileWorld, startHostileWorld } from './hostile-world.ts'
import { peakResidentSize, residentSize } from './resident-size.ts'

const MEGABYTE = 1024 * 1024
const GIGABYTE = 1024 * MEGABYTE
const GROWTH_LIMIT = 64 * MEGABYTE
const CHUNK = Buffer.alloc(256 * 1024, 'x')
/** Seconds on a machine with nothing else to do; minutes on one that is busy. */
const TIME_LIMIT_MS = 180_000

let api: ResourceServer
let world: HostileWorld

beforeAll(async () => {
  api = await startResourceServer()
  const upstream = { target: api.origin, maxRequestBytes: 2 * GIGABYTE }
  // The usual heap: what matters here is what a real process would take.
  world = await startHostileWorld({ upstream, nodeOptions: '' })
})

afterAll(async () => {
  await world.close()
  await api.close()
})

describe('a body of one gigabyte', { timeout: TIME_LIMIT_MS }, () => {
  it('PROXY-18 comes down whole, and the process grows by less than 64 MB', async () => {
    api.answer((_req, res) => void send(res, GIGABYTE))
    const before = await residentSize(world.process.pid)
    const client = await connectRaw(world.origin)
    client.write(`${callHead(world, 'GET', `${ALLOWED_PATH}/down`)}Connection: close\r\n\r\n`)

    const download = countBytes(client)
    const peak = await peakResidentSize(world.process.pid, download)

    const { bytes, head } = await download
    expect(head).toContain(`content-length: ${GIGABYTE}`)
    expect(bytes).toBe(head.indexOf('\r\n\r\n') + 4 + GIGABYTE)
    expect(peak - before).toBeLessThan(GROWTH_LIMIT)
  })

  it('PROXY-18 goes up whole, and the process grows by less than 64 MB', async () => {
    api.answer((req, res) => void countUpload(req, res))
    const before = await residentSize(world.process.pid)
    const client = await connectRaw(world.origin)
    const framing = `Content-Length: ${GIGABYTE}\r\nConnection: close\r\n\r\n`
    client.write(callHead(world, 'POST', `${ALLOWED_PATH}/up`) + framing)

    const answer = countBytes(client)
    const peak = await peakResidentSize(world.process.pid, Promise.all([pour(client, GIGABYTE), answer]))

    expect((await answer).head).toMatch(new RegExp(`^HTTP/1.1 200 .*\r\n\r\n${GIGABYTE}$`, 's'))
    expect(peak - before).toBeLessThan(GROWTH_LIMIT)
  })
})

async function send(res: ServerResponse, size: number): Promise<void> {
  res.writeHead(200, { 'content-length': size })
  await pour(res, size)
  res.end()
}

/** Writes so many bytes as fast as the other side takes them. */
async function pour(to: Socket | ServerResponse, size: number): Promise<void> {
  for (let left = size; left > 0; left -= CHUNK.length) {
    if (!to.write(CHUNK)) await once(to, 'drain')
  }
}

async function countUpload(req: IncomingMessage, res: ServerResponse): Promise<void> {
  let bytes = 0
  for await (const chunk of req) bytes += (chunk as Buffer).length
  const answer = String(bytes)
  res.writeHead(200, { 'content-length': answer.length }).end(answer)
}

/** Reads to the end and keeps the beginning. */
async function countBytes(client: Socket): Promise<{ bytes: number; head: string }> {
  let bytes = 0
  let head = ''
  for await (const chunk of client) {
    if (bytes < 2_000) head += (chunk as Buffer).toString('latin1', 0, 2_000)
    bytes += (chunk as Buffer).length
  }
  return { bytes, head }
}
