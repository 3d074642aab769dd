import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import { startProxiedSockets } from '../support/proxied-sockets.ts'

const MEBIBYTE = 1024 * 1024
const CHUNK = Buffer.alloc(MEBIBYTE / 4)
/** The system's own socket buffers hold megabytes on each of the two ways; without back-pressure there is no end. */
const MOST_CHUNKS_UNDER_WAY = 256

describe('messages', () => {
  it('pass both ways, text as text and binary as binary, in order', async () => {
    const { open } = await startProxiedSockets()
    const page = await open()
    const bytes = Buffer.from([0, 255, 128, 10, 13])

    for (const message of ['hello', bytes, '', 'žluťoučký 🐎', Buffer.alloc(0)]) page.socket.send(message)

    await expect.poll(() => page.messages.length).toBe(5)
    expect(page.messages).toEqual(['hello', bytes, '', 'žluťoučký 🐎', Buffer.alloc(0)])
  })

  it('that the upstream sends with its answer to the handshake are not lost', async () => {
    const { open } = await startProxiedSockets(
      {},
      {
        onOpen(socket) {
          for (let n = 0; n < 100; n++) socket.send(`early ${n}`)
          socket.close(4000, 'that was all')
        },
      },
    )

    const page = await open()

    expect(await page.closed).toEqual({ code: 4000, reason: 'that was all' })
    expect(page.messages).toEqual(Array.from({ length: 100 }, (_value, n) => `early ${n}`))
  })

  it('may be as large as configured, and sent in fragments', async () => {
    const { open } = await startProxiedSockets({ webSocket: limits({ maxMessageBytes: 2 * MEBIBYTE }) })
    const page = await open()
    const large = Buffer.alloc(2 * MEBIBYTE, 'x')

    page.socket.send(large)
    page.socket.send('one ', { fin: false })
    page.socket.send('message', { fin: true })

    await expect.poll(() => page.messages.length).toBe(2)
    expect(large.equals(page.messages[0] as Buffer)).toBe(true)
    expect(page.messages[1]).toBe('one message')
  })

  it('PROXY-18 too large a one closes the connection of the page that sent it with 1009', async () => {
    const { api, open } = await startProxiedSockets({ webSocket: limits({ maxMessageBytes: 1000 }) })
    const page = await open()
    const there = closeOf(await api.first())

    page.socket.send('x'.repeat(1001))

    expect((await page.closed).code).toBe(1009)
    expect(await there).toEqual([1001, ''])
    expect(page.messages).toEqual([])
  })

  it('PROXY-18 too large a one of the upstream closes both, the page’s with 1011', async () => {
    const { api, open } = await startProxiedSockets({ webSocket: limits({ maxMessageBytes: 1000 }) })
    const page = await open()
    const there = await api.first()
    const closed = closeOf(there)

    there.send('x'.repeat(1001))

    expect((await page.closed).code).toBe(1011)
    expect((await closed)[0]).toBe(1009)
    expect(page.messages).toEqual([])
  })

  it('of a page that are not UTF-8 go nowhere', async () => {
    const heard: unknown[] = []
    const { open } = await startProxiedSockets(
      {},
      { onOpen: (socket) => void socket.on('message', (data) => heard.push(data)) },
    )
    const page = await open()

    page.socket.send(Buffer.from([0xc0, 0xaf]), { binary: false })

    expect((await page.closed).code).toBe(1007)
    expect(heard).toEqual([])
  })
})

describe('a slow reader', { timeout: 30_000 }, () => {
  it('PROXY-18 makes the upstream wait', async () => {
    let sent = 0
    const { open } = await startProxiedSockets({}, { onOpen: (socket) => pump(socket, () => sent++) })
    const page = await open()
    page.socket.pause()

    const stalledAt = await standstill(() => sent)
    page.socket.resume()

    expect(stalledAt).toBeLessThan(MOST_CHUNKS_UNDER_WAY)
    await expect.poll(() => page.messages.length).toBeGreaterThan(2 * stalledAt)
  })

  it('PROXY-18 upstream makes the page wait', async () => {
    const { api, open } = await startProxiedSockets({}, { onOpen: (socket) => socket.pause() })
    const page = await open()
    const there = await api.first()
    let received = 0
    there.on('message', () => received++)
    let sent = 0
    pump(page.socket, () => sent++)

    const stalledAt = await standstill(() => sent)
    there.resume()

    expect(stalledAt).toBeLessThan(MOST_CHUNKS_UNDER_WAY)
    await expect.poll(() => received).toBeGreaterThan(2 * stalledAt)
  })
})

describe('a close', () => {
  it.each([
    [1000, ''],
    [1000, 'done'],
    [1001, 'leaving'],
    [1011, 'trouble'],
    [3000, 'registered'],
    [4401, 'of the API itself'],
    [4999, 'ž'.repeat(61)],
  ])('of the upstream reaches the page: %i %s', async (code, reason) => {
    const { api, open } = await startProxiedSockets()
    const page = await open()

    ;(await api.first()).close(code, reason)

    expect(await page.closed).toEqual({ code, reason })
  })

  it.each([
    [1000, 'done'],
    [4000, 'private'],
  ])('of the page reaches the upstream: %i %s', async (code, reason) => {
    const { api, open } = await startProxiedSockets()
    const page = await open()
    const there = closeOf(await api.first())

    page.socket.close(code, reason)

    expect(await there).toEqual([code, reason])
    expect((await page.closed).code).toBe(code)
  })

  it('without a code has none on the other side', async () => {
    const { api, open } = await startProxiedSockets()
    const page = await open()

    ;(await api.first()).close()

    expect((await page.closed).code).toBe(1005)
  })

  it('PROXY-19 of an upstream that is cut off is an error for the page', async () => {
    const { api, open } = await startProxiedSockets()
    const page = await open()

    ;(await api.first()).terminate()

    expect(await page.closed).toEqual({ code: 1011, reason: 'upstream connection lost' })
  })

  it('PROXY-19 of a page that is cut off ends the upstream’s', async () => {
    const { api, open } = await startProxiedSockets()
    const page = await open()
    const there = closeOf(await api.first())

    page.socket.terminate()

    expect(await there).toEqual([1001, ''])
  })
})

function limits(fields: { maxMessageBytes: number }) {
  return { pingSeconds: 30, idleSeconds: 30, ...fields }
}

async function closeOf(socket: WebSocket): Promise<[number, string]> {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer]
  return [code, reason.toString()]
}

/** Sends one chunk after the other, each when the one before has left. */
function pump(socket: WebSocket, onSent: () => void): void {
  const next = (error?: Error) => {
    if (error) return
    onSent()
    socket.send(CHUNK, next)
  }
  socket.send(CHUNK, next)
}

/** Resolves with a count that has not moved for a while. */
async function standstill(count: () => number): Promise<number> {
  let last = -1
  await expect
    .poll(
      () => {
        const moved = count() !== last
        last = count()
        return moved
      },
      { interval: 300, timeout: 20_000 },
    )
    .toBe(false)
  return last
}
