import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { APP_HANDSHAKE, startProxiedSockets } from '../support/proxied-sockets.ts'

/** Longer than any test: a limit that is not to be met. */
const NEVER_SECONDS = 600
const MAX_MESSAGE_BYTES = 1024 * 1024

describe('a side that is no longer there', () => {
  it('is given up when it answers no ping: the page', async () => {
    const { api, open } = await startProxiedSockets({ webSocket: limits({ pingSeconds: 0.2 }) })
    const page = await open()
    const there = await api.first()
    const closed = once(there, 'close')

    stopAnsweringPings(page.socket)

    expect((await closed)[0]).toBe(1001)
    expect((await page.closed).code).toBe(1006)
  })

  it('is given up when it answers no ping: the upstream', async () => {
    const { api, open } = await startProxiedSockets({ webSocket: limits({ pingSeconds: 0.2 }) })
    const page = await open()

    stopAnsweringPings(await api.first())

    expect(await page.closed).toEqual({ code: 1011, reason: 'upstream connection lost' })
  })

  it('PROXY-18 is given up when it takes nothing of what waits for it', async () => {
    const { api, open } = await startProxiedSockets({ webSocket: limits({ pingSeconds: 0.2 }) })
    const page = await open()
    const there = await api.first()
    const closed = once(there, 'close')

    page.socket.pause()
    for (let sent = 0; sent < 64; sent++) there.send(Buffer.alloc(MAX_MESSAGE_BYTES))

    expect((await closed)[0]).toBe(1001)
  })

  it('is not one that only listens, for as long as it answers pings', async () => {
    const { api, open } = await startProxiedSockets({ webSocket: limits({ pingSeconds: 1 }) })
    const page = await open()
    let pings = 0
    page.socket.on('ping', () => pings++)

    await expect.poll(() => pings).toBeGreaterThan(2)
    ;(await api.first()).send('still there')

    await expect.poll(() => page.messages).toEqual(['still there'])
  })

  it('is pinged on each leg by itself: pings do not pass through', async () => {
    const { api, open } = await startProxiedSockets()
    const page = await open()
    const there = await api.first()
    let pingsUpstream = 0
    there.on('ping', () => pingsUpstream++)

    page.socket.ping('hello')
    const [echoed] = (await once(page.socket, 'pong')) as [Buffer]

    expect([echoed.toString(), pingsUpstream]).toEqual(['hello', 0])
  })
})

describe('a connection nobody uses', () => {
  it('PROXY-18 is closed on both sides, pings notwithstanding', async () => {
    const { api, open } = await startProxiedSockets({
      webSocket: limits({ pingSeconds: 0.1, idleSeconds: 1 }),
    })
    const page = await open()
    const there = once(await api.first(), 'close')

    expect(await page.closed).toEqual({ code: 1001, reason: 'idle' })
    expect((await there)[0]).toBe(1001)
  })

  it('is none while there are messages of one side', async () => {
    const { api, open } = await startProxiedSockets(
      { webSocket: limits({ idleSeconds: 3 }) },
      { onOpen() {} },
    )
    const [talking, listening, quiet] = [await open(), await open(), await open()]
    const isOver: boolean[] = [false, false]
    void talking.closed.then(() => isOver.splice(0, 1, true))
    void listening.closed.then(() => isOver.splice(1, 1, true))

    const talk = setInterval(() => {
      talking.socket.send('I say')
      api.sockets[1]?.send('I hear')
    }, 100)
    await quiet.closed
    clearInterval(talk)

    expect(isOver).toEqual([false, false])
  })
})

describe('open connections', () => {
  it('PROXY-18 count with the calls of their session, and free their place when they end', async () => {
    const { bff, api, open, refused } = await startProxiedSockets({ maxConcurrentPerSession: 2 })
    const pages = [await open(), await open()]

    const third = await refused()
    const call = await bff.call('/api/live/x')
    const other = await open('/events', { headers: { cookie: 'session=bob' } })
    pages[0]?.socket.close()

    expect(third).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
    expect(third.json()).toMatchObject({ code: 'rate_limited' })
    expect(call.status).toBe(429)
    expect(other.socket.readyState).toBe(other.socket.OPEN)
    await expect.poll(() => open().catch(() => undefined)).toBeDefined()
    expect(api.sockets).toHaveLength(4)
  })

  it('count no more when the handshake fails', async () => {
    const { api, open, refused } = await startProxiedSockets({ maxConcurrentPerSession: 1 })
    api.refuse((_req, res) => res.writeHead(503).end())
    await refused()
    await refused()
    api.refuse()

    expect((await open()).socket.readyState).toBe(1)
  })

  it('OPS-07 end with 1001 when the server stops, and no new ones begin', async () => {
    const { bff, api, open, refused } = await startProxiedSockets()
    const pages = await Promise.all([open(), open(), open()])

    await bff.closeWebSockets()

    expect(await Promise.all(pages.map(({ closed }) => closed))).toEqual(
      Array(3).fill({ code: 1001, reason: '' }),
    )
    expect(api.sockets.map(({ readyState }) => readyState)).toEqual([3, 3, 3])
    expect((await refused()).status).toBe(502)
  })

  it('OPS-07 end also when a side does not answer, within a second', async () => {
    const { bff, api, open } = await startProxiedSockets()
    const page = await open()
    page.socket.pause()
    ;(await api.first()).pause()

    await bff.closeWebSockets()

    page.socket.resume()
    expect((await page.closed).code).not.toBe(1000)
  })

  it('OPS-07 end in the middle of a handshake too', async () => {
    const { bff, api, refused } = await startProxiedSockets()
    const arrived = new Promise<void>((resolve) => api.takeOver(() => resolve()))
    const answer = refused('/events', APP_HANDSHAKE)
    await arrived

    await bff.closeWebSockets()

    expect((await answer).status).toBe(502)
  })
})

function limits(fields: { pingSeconds?: number; idleSeconds?: number }) {
  return {
    pingSeconds: NEVER_SECONDS,
    idleSeconds: NEVER_SECONDS,
    maxMessageBytes: MAX_MESSAGE_BYTES,
    ...fields,
  }
}

/** As an end whose machine has gone: the connection stands, and nobody answers. */
function stopAnsweringPings(socket: { pong: unknown }): void {
  socket.pong = () => {}
}
