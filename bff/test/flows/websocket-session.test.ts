import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { SessionAccess } from '../../src/session/access.ts'
import type { SessionUse } from '../../src/session/session-watch.ts'
import { startProxiedSockets } from '../support/proxied-sockets.ts'
import { someAccessTokens } from '../support/proxy-server.ts'

const ENDED = { code: 4401, reason: 'session ended' }

describe('when its session ends, a WebSocket', () => {
  it('CSRF-11 is closed with 4401, and the upstream’s with 1001', async () => {
    const { watch, end } = watching()
    const { api, open } = await startProxiedSockets({}, { sessionWatch: { watch } })
    const [alices, bobs] = [await open(), await open('/events', { headers: { cookie: 'session=bob' } })]
    const there = once(api.sockets[0] ?? fail(), 'close')

    end('alice')

    expect(await alices.closed).toEqual(ENDED)
    expect((await there)[0]).toBe(1001)
    bobs.socket.send('still here')
    await expect.poll(() => bobs.messages).toEqual(['still here'])
  })

  it('passes no message on any more', async () => {
    const { watch, end } = watching()
    const { api, open } = await startProxiedSockets({}, { sessionWatch: { watch } })
    const page = await open()
    const there = await api.first()
    const heard: unknown[] = []
    there.on('message', (data) => heard.push(data))

    end('alice')
    there.send('secret')
    page.socket.send('order')

    await page.closed
    expect([page.messages, heard]).toEqual([[], []])
  })

  it('CSRF-11 is cut off within a second where the page does not answer', async () => {
    const { watch, end } = watching()
    const { bff, api, open } = await startProxiedSockets({}, { sessionWatch: { watch } })
    const page = await open()
    const there = once(await api.first(), 'close')
    page.socket.pause()

    end('alice')

    await there
    await expect.poll(() => logged(bff, 'websocket closed')).toMatchObject({ closeCode: 1006 })
  })

  it('is refused where it was only about to open', async () => {
    const { watch, end } = watching()
    const { api, refused } = await startProxiedSockets({}, { sessionWatch: { watch } })
    const gone = new Promise((resolve) => {
      api.takeOver((socket) => {
        socket.resume().once('close', resolve)
        end('alice')
      })
    })

    const answer = await refused()

    expect(answer.status).toBe(401)
    expect(answer.json()).toMatchObject({ code: 'unauthenticated' })
    await gone
  })

  it('is refused where the session ended before the token was there', async () => {
    const { watch, end } = watching()
    const accessTokens = someAccessTokens({
      async grant() {
        end('alice')
        return { accessToken: 'too late', scope: [] }
      },
    })
    const { api, refused } = await startProxiedSockets({}, { sessionWatch: { watch }, accessTokens })

    expect((await refused()).status).toBe(401)
    expect(api.handshakes).toHaveLength(0)
  })
})

describe('an open WebSocket', () => {
  it('counts as use of its session with every message of the page, and of the page only', async () => {
    const touched: string[] = []
    const accessTokens = someAccessTokens({ touch: ({ sessionId }) => void touched.push(sessionId) })
    const { api, open } = await startProxiedSockets({}, { accessTokens, onOpen() {} })
    const page = await open()
    const there = await api.first()

    page.socket.send('one')
    page.socket.send('two')
    await once(there, 'message')
    there.send('three')
    await expect.poll(() => page.messages).toEqual(['three'])

    expect(touched).toEqual(['alice', 'alice'])
  })

  it('is watched no longer than it is open', async () => {
    const { watch, watched } = watching()
    const { api, open, refused } = await startProxiedSockets({}, { sessionWatch: { watch } })
    const page = await open()
    expect(watched.size).toBe(1)
    api.refuse((_req, res) => res.writeHead(503).end())
    await refused()

    page.socket.close()

    await expect.poll(() => watched.size).toBe(0)
  })
})

/** Sessions that end when a test says so. */
function watching() {
  const watched = new Map<SessionUse, string>()
  return {
    watched,
    watch({ sessionId }: SessionAccess, use: SessionUse) {
      watched.set(use, sessionId)
      return () => void watched.delete(use)
    },
    end(sessionId: string) {
      for (const [use, id] of watched) if (id === sessionId) use.onEnd('session_ended')
    },
  }
}

function logged({ log }: { log: readonly Record<string, unknown>[] }, message: string) {
  return log.find(({ msg }) => msg === message)
}

function fail(): never {
  throw new Error('there is no connection')
}
