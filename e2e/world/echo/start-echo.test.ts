import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type EchoApi, startEcho } from './start-echo.ts'

const TOKEN = 'gho_issued'
const AUTHORIZED = { authorization: `Bearer ${TOKEN}` }

let echo: EchoApi
beforeEach(async () => {
  echo = await startEcho((token) => token === TOKEN)
})
afterEach(() => echo.close())

describe('startEcho', () => {
  it.each([{}, { authorization: 'Bearer gho_invented' }])('refuses whoever brings %o', async (headers) => {
    const call = await fetch(`http://127.0.0.1:${echo.port}/mirror`, { headers })
    const socket = new WebSocket(`ws://127.0.0.1:${echo.port}/socket`, { headers })
    const [error] = await once(socket, 'error')

    expect(call.status).toBe(401)
    expect(String(error)).toContain('401')
    expect(echo.sockets.open()).toBe(0)
  })

  it('sends a reader what was published after the event it names', async () => {
    for (const data of ['one', 'two', 'three']) echo.feed.publish(data)

    const headers = { ...AUTHORIZED, 'last-event-id': '1' }
    const answer = await fetch(`http://127.0.0.1:${echo.port}/events`, { headers })
    echo.feed.dismiss('end')

    expect(await answer.text()).toBe('retry: 50\n\nid: 2\ndata: two\n\nid: 3\ndata: three\n\n')
  })
})
