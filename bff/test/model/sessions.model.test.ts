import { describe, it } from 'vitest'
import { EVERYDAY_COMMANDS } from './everyday-commands.ts'
import { MODEL_TIME_LIMIT_MS, playStories } from './run-model.ts'
import { World } from './world.ts'

describe('sessions and connections', () => {
  it('agree with a small model, whatever people do and however time passes', {
    timeout: MODEL_TIME_LIMIT_MS,
  }, async () => {
    const world = await World.start()

    await playStories(world, EVERYDAY_COMMANDS, 500)
  })
})
