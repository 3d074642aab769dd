import { describe, expect, it, onTestFinished } from 'vitest'
import { login } from '../support/journey.ts'
import { RedisProcess } from '../support/redis-process.ts'
import { hasRedis } from '../support/redis-server.ts'
import { REDIS_USER, userSettings } from '../support/redis-user.ts'
import { startBff } from '../support/start-bff.ts'

describe.skipIf(!hasRedis)('on a Redis whose user may use no channel', () => {
  it('BFFs work, remember nothing, and say once what is missing', async () => {
    const redis = await RedisProcess.start(userSettings('resetchannels'))
    onTestFinished(() => redis.close())
    const { username, password } = REDIS_USER
    const store = { type: 'redis' as const, url: `redis://${username}:${password}@127.0.0.1:${redis.port}` }
    const bff = await startBff({ session: { store } })
    const other = await startBff({ session: { store }, beside: bff })
    const browser = bff.browser()
    await login(browser, 'github')
    const before = await browser.fetch('/api/github/user')
    const there = other.browser()
    there.jar.plant('coatcheck', browser.jar.get('coatcheck')?.value ?? '')

    const answer = await there.fetch('/bff/logout', { method: 'POST' })
    const after = await browser.fetch('/api/github/user')

    expect([before.status, answer.status, after.status]).toEqual([200, 200, 401])
    expect(bff.log.filter((line) => line.includes('NOPERM'))).toHaveLength(1)
  })
})
