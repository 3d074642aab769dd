import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aFolder, type CoatcheckServer, startCoatcheck } from '../../test/support/coatcheck-process.ts'
import { connectRaw, exchangeRaw, rawStatus } from '../../test/support/raw-http.ts'

const CONFIG = {
  publicUrl: 'http://localhost:3000',
  session: { secrets: ['Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'] },
  providers: { github: { type: 'github', clientId: 'id', clientSecret: 'shh' } },
  upstreams: { live: { target: 'http://localhost:1', credential: { type: 'none' } } },
}

const HANDSHAKE = [
  'Host: localhost:3000',
  'Origin: http://localhost:3000',
  'Connection: Upgrade',
  'Upgrade: WebSocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  '\r\n',
].join('\r\n')

// A process takes a second to start on a busy machine.
const PROCESS_TIMEOUT_MS = 30_000

let folder: Awaited<ReturnType<typeof aFolder>>
let server: CoatcheckServer

beforeAll(async () => {
  folder = await aFolder({ 'coatcheck.config.json': CONFIG })
  server = await startCoatcheck(folder.path)
}, PROCESS_TIMEOUT_MS)

afterAll(async () => {
  server.signal('SIGKILL')
  await server.ended
  await folder.remove()
})

describe('coatcheck start, asked for an upgrade', { timeout: PROCESS_TIMEOUT_MS }, () => {
  it.each([
    ['/api/live/events', 401],
    ['/api/other/events', 404],
    ['/bff/health/live', 404],
    ['/', 404],
  ])('answers a WebSocket handshake at %s with a problem: %i', async (target, status) => {
    const answer = await exchangeRaw(server.url, `GET ${target} HTTP/1.1\r\n${HANDSHAKE}`)

    expect(rawStatus(answer)).toBe(status)
    expect(answer).toContain('Content-Type: application/problem+json')
  })

  // As `curl --http2` and Java's HttpClient ask by themselves.
  it('PROXY-06 takes another protocol for no request to change anything', async () => {
    const lines =
      'Host: localhost:3000\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\n'

    const answer = await exchangeRaw(server.url, `GET /bff/health/live HTTP/1.1\r\n${lines}\r\n`)

    expect(rawStatus(answer)).toBe(200)
    expect(answer.toLowerCase()).not.toContain('upgrade')
  })

  it('refuses a handshake without Host', async () => {
    const withoutHost = HANDSHAKE.replace('Host: localhost:3000\r\n', '')

    const answer = await exchangeRaw(server.url, `GET /api/live/events HTTP/1.1\r\n${withoutHost}`)

    expect(rawStatus(answer)).toBe(400)
  })

  it('PROXY-10 cuts a connection that asks for one while an answer is still to come', async () => {
    const socket = await connectRaw(server.url)
    const closed = once(socket, 'close')
    let answer = ''
    socket
      .on('error', () => {})
      .on('data', (bytes) => {
        answer += bytes
      })

    // Readiness asks the store first, so that its answer is not out yet.
    socket.write(
      `GET /bff/health/ready HTTP/1.1\r\nHost: x\r\n\r\nGET /api/live/events HTTP/1.1\r\n${HANDSHAKE}`,
    )

    await closed
    expect(answer).not.toContain('problem+json')
  })

  it('survives clients that leave in the middle of it', async () => {
    for (let client = 0; client < 20; client++) {
      const socket = await connectRaw(server.url)
      socket.on('error', () => {})
      socket.write(`GET /api/live/events HTTP/1.1\r\n${HANDSHAKE}`)
      socket.resetAndDestroy()
    }

    expect((await fetch(`${server.url}/bff/health/live`)).status).toBe(200)
  })
})
