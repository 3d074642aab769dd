import { describe, expect, it, onTestFinished } from 'vitest'
import { hasRedis, RedisServer } from '../support/redis-server.ts'
import { EVERYDAY_COMMANDS } from './everyday-commands.ts'
import { MODEL_TIME_LIMIT_MS, playStories } from './run-model.ts'
import { copyStore, loseStore, replaceSecret, restart } from './store-commands.ts'
import { World } from './world.ts'

const ANOTHER_LIMIT = { timeout: MODEL_TIME_LIMIT_MS }

describe.skipIf(!hasRedis)('sessions and connections of two BFFs on one Redis', () => {
  it(
    'TOKEN-11 SESS-08 agree with the model through restarts, and no copy of the store is of use to anybody',
    ANOTHER_LIMIT,
    async () => {
      const world = await startOnRedis()

      await playStories(world, [...EVERYDAY_COMMANDS, restart, copyStore], 80)

      expect(world.copies).toBeGreaterThan(10)
    },
  )

  it('CFG-07 agree with the model when the secret is replaced now and then', ANOTHER_LIMIT, async () => {
    const world = await startOnRedis()

    await playStories(world, [...EVERYDAY_COMMANDS, ...Array(6).fill(replaceSecret)], 30)
  })

  it('SESS-14 agree with the model when Redis stands still now and then', ANOTHER_LIMIT, async () => {
    const world = await startOnRedis()

    await playStories(world, [...EVERYDAY_COMMANDS, loseStore, loseStore, loseStore], 20)

    expect(world.outages).toBeGreaterThan(0)
  })
})

async function startOnRedis(): Promise<World> {
  const redis = await RedisServer.start()
  onTestFinished(() => redis.close())
  return World.start(redis)
}
