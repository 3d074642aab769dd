import fc from 'fast-check'
import { isLongForm } from '../support/long-form.ts'
import type { Command } from './command.ts'
import { SessionModel } from './session-model.ts'
import type { World } from './world.ts'

/** How long one property may take, in milliseconds. */
export const MODEL_TIME_LIMIT_MS: number = isLongForm ? 3_600_000 : 240_000

/**
 * Plays random stories to the model and to the real thing, each from a clean start. The long form plays
 * ten times as many, and longer ones.
 *
 * A failure names its seed and path and lists the shortest story that still fails; `COATCHECK_SEED`
 * plays the stories of one seed again.
 *
 * @param runs In the short form.
 */
export async function playStories(
  world: World,
  commands: fc.Arbitrary<Command>[],
  runs: number,
): Promise<void> {
  const { COATCHECK_SEED: seed } = process.env
  const stories = fc.commands(commands, { maxCommands: isLongForm ? 100 : 24, size: 'max' })
  const property = fc.asyncProperty(stories, async (story) => {
    const start = async () => {
      await world.beginRun()
      return { model: new SessionModel(world.bff(0).clock.now(), !world.redis), real: world }
    }
    await fc.asyncModelRun(start, story)
  })
  await fc.assert(property, {
    numRuns: isLongForm ? runs * 10 : runs,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  })
}
