import { expect } from 'vitest'
import type { BrowserName, SessionModel } from './session-model.ts'
import type { World } from './world.ts'

export const BROWSERS: readonly BrowserName[] = ['laptop', 'phone', 'tablet']

/** Compares all that can be seen without changing anything: every browser's session, and how often a refresh was asked for. */
export async function expectAgreement(model: SessionModel, world: World): Promise<void> {
  const doors = world.redis ? ([0, 1] as const) : ([0] as const)
  for (const name of BROWSERS) {
    const expected = model.wireSession(model.current(name))
    for (const door of doors) {
      const seen = await world.session(world.browser(name, door))
      // Redis keeps its own time, which runs a little between two looks.
      const idleExpiresAt = world.redis && seen ? seen.idleExpiresAt : expected?.idleExpiresAt
      const wanted = expected && { ...expected, idleExpiresAt }
      expect(seen, `session of the ${name} at BFF ${door}`).toEqual(wanted)
    }
  }
  for (const provider of ['github', 'google'] as const) {
    // Ahead of expiry, and to take back an expired token, the BFF refreshes when it has answered.
    const expected = model.providers.refreshes[provider]
    // Vitest keeps every poll to the end of the test: too much to begin one where nothing is to be waited for.
    if (world.refreshes(provider) === expected) continue
    await expect.poll(() => world.refreshes(provider), { message: `refreshes at ${provider}` }).toBe(expected)
  }
  expect(world.bff(0).github.ledger.reuses, 'used refresh tokens that were used again').toBe(0)
}
