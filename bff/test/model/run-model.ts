import fc from 'fast-check'
import type { Command } from './command.ts'
import { SessionModel } from './session-model.ts'
import type { World } from './world.ts'

/** `COATCHECK_LONG=1` looks longer: ten times the runs, of longer stories. */
const IS_LONG = process.env.COATCHECK_LONG === '1'

/** How long one property may take, in milliseconds. */
export const MODEL_TIME_LIMIT_MS: number = IS_LONG ? 3_600_000 : 240_000

/**
 * Plays random stories to the model and to the real thing, each from a clean start.
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
  const stories = fc.commands(commands, { maxCommands: IS_LONG ? 100 : 24, size: 'max' })
  const property = fc.asyncProperty(stories, async (story) => {
    const start = async () => {
      await world.beginRun()
      return { model: new SessionModel(world.bff(0).clock.now(), !world.redis), real: world }
    }
    await fc.asyncModelRun(start, story)
  })
  await fc.assert(property, {
    numRuns: IS_LONG ? runs * 10 : runs,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  })
}
