import { connect } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { findRedisServer, startRedis } from './redis-server.ts'

describe.skipIf(!findRedisServer())('startRedis', async () => {
  const redis = findRedisServer() ? await startRedis() : undefined
  if (!redis) return
  afterAll(redis.stop)

  it('comes back on the same port with the data it had', async () => {
    await send('SET greeting hello')

    await redis.switchOff()
    await expect(send('PING')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await redis.switchOn()

    expect(await send('GET greeting')).toBe('$5\r\nhello\r\n')
  })

  it('keeps connections open and silent while frozen, and answers afterwards', async () => {
    redis.freeze()
    let isAnswered = false
    const answer = send('PING').finally(() => {
      isAnswered = true
    })
    await expect(send('PING', AbortSignal.timeout(200))).rejects.toMatchObject({ name: 'AbortError' })
    expect(isAnswered).toBe(false)

    redis.thaw()

    expect(await answer).toBe('+PONG\r\n')
  })

  function send(command: string, signal?: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port: redis?.port ?? 0, host: '127.0.0.1', ...(signal && { signal }) })
      socket.setEncoding('utf8').once('error', reject)
      socket.once('data', (text) => {
        resolve(String(text))
        socket.destroy()
      })
      socket.write(`${command}\r\n`)
    })
  }
})
