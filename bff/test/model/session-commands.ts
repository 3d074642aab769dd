import fc from 'fast-check'
import { expect } from 'vitest'
import { browsers, doors } from './account-commands.ts'
import { type Command, command } from './command.ts'
import {
  type BrowserName,
  IDLE_TIMEOUT_SECONDS,
  type ModelSession,
  type SessionModel,
} from './session-model.ts'
import type { World } from './world.ts'

/** From nothing ends, over the margin before GitHub's tokens end, to idle too long and the end of Google's tokens. */
const LEAPS_SECONDS = [30, 60, 240, 301, 301, 901, 3600, 3600, 5400]

export const passTime: fc.Arbitrary<Command> = fc.constantFrom(...LEAPS_SECONDS).map((seconds) =>
  command({
    text: `${seconds} seconds pass`,
    async run(model, world) {
      model.advance(seconds)
      world.bff(0).clock.advance({ seconds })
    },
  }),
)

export const logout: fc.Arbitrary<Command> = fc
  .tuple(browsers, fc.boolean(), doors)
  .map(([browser, everywhere, door]) =>
    command({
      text: `${browser} logs out${everywhere ? ' everywhere' : ''} through BFF ${door}`,
      async run(model, world) {
        model.logout(browser, everywhere)
        const call = { method: 'POST', body: { everywhere } }
        expect((await world.browser(browser, door).fetch('/bff/logout', call)).status).toBe(200)
      },
    }),
  )

/** Through the list, as a person does who has lost a phone. The session that asks may be the one that ends. */
export const endElsewhere: fc.Arbitrary<Command> = fc
  .tuple(browsers, fc.nat(), doors)
  .map(([browser, pick, door]) =>
    command({
      text: `${browser} lists its person's sessions and ends number ${pick} of them through BFF ${door}`,
      async run(model, world) {
        const asking = world.browser(browser, door)
        const known = model.listed(browser)
        const listed = await world.sessions(asking)
        if (!model.current(browser)) {
          expect(listed).toBeUndefined()
          return
        }
        expect(listed?.map(({ id: _id, ...rest }) => rest)).toEqual(
          known.map((session) => toListed(model, world, browser, session)),
        )
        const index = pick % known.length
        const victim = known[index]
        if (victim) victim.ended = true
        const answer = await asking.fetch(`/bff/sessions/${listed?.[index]?.id}`, { method: 'DELETE' })
        const left = (answer.json() as { createdAt: number }[]).map(({ createdAt }) => createdAt)
        expect(left).toEqual(
          known.filter((session) => session !== victim).map((left) => left.authenticatedAt),
        )
      },
    }),
  )

function toListed(model: SessionModel, world: World, browser: BrowserName, session: ModelSession) {
  const { authenticatedAt, idleEndsAt } = session
  const lastSeenAt = Math.max(authenticatedAt, idleEndsAt - IDLE_TIMEOUT_SECONDS * 1000)
  return {
    createdAt: authenticatedAt,
    // Redis keeps its own time, which stands still for the model.
    lastSeenAt: world.redis ? expect.any(Number) : lastSeenAt,
    current: session === model.current(browser),
  }
}

/** Somebody who copied a cookie on its way has what its session has, and nothing when that has ended. */
export const replayTicket: fc.Arbitrary<Command> = fc.tuple(fc.nat(), doors).map(([pick, door]) =>
  command({
    text: `a thief shows session cookie number ${pick} at BFF ${door}`,
    canRun: (model) => model.sessions.length > 0,
    async run(model, world) {
      const index = pick % model.sessions.length
      const seen = await world.session(world.thief(world.tickets[index] ?? '', door))
      const user = model.wireSession(model.sessions[index])?.user
      expect(seen?.user).toEqual(user)
    },
  }),
)
