import fc from 'fast-check'
import { expect } from 'vitest'
import type { ProviderId } from '../support/journey.ts'
import { until } from '../support/until.ts'
import { BROWSERS } from './agreement.ts'
import { type Command, command } from './command.ts'
import type { BrowserName, SessionModel } from './session-model.ts'
import { type Door, TOKEN_PATHS, type World } from './world.ts'

/** One browser does most, so that its session gets to see something. */
export const browsers: fc.Arbitrary<BrowserName> = fc.constantFrom('laptop', 'laptop', 'laptop', ...BROWSERS)
export const doors: fc.Arbitrary<Door> = fc.constantFrom<Door>(0, 1)
const providers = fc.constantFrom('github' as const, 'google' as const)
const people = fc.constantFrom('ada' as const, 'ada' as const, 'grace' as const)

/** Logins are what everything else needs, so their clock moves on: no two sessions begin at the same time. */
function tick(model: SessionModel, world: World): void {
  world.bff(0).clock.advance({ seconds: 1 })
  model.advance(1)
}

export const login: fc.Arbitrary<Command> = fc
  .tuple(browsers, providers, people, doors)
  .map(([browser, provider, person, door]) =>
    command({
      text: `${browser} logs in at ${provider} as ${person} through BFF ${door}`,
      async run(model, world) {
        tick(model, world)
        model.login(browser, world.people.account(provider, person))
        expect(await world.travel(world.browser(browser, door), 'login', provider, person)).toBe('connected')
      },
    }),
  )

export const connect: fc.Arbitrary<Command> = fc
  .tuple(browsers, providers, people, doors)
  .map(([browser, provider, person, door]) =>
    command({
      text: `${browser} connects ${provider} as ${person} through BFF ${door}`,
      async run(model, world) {
        const expected = model.connect(browser, world.people.account(provider, person))
        expect(await world.travel(world.browser(browser, door), 'connect', provider, person)).toBe(expected)
      },
    }),
  )

export const call: fc.Arbitrary<Command> = fc
  .tuple(browsers, providers, doors, fc.nat(9))
  .map(([browser, provider, door, rarity]) =>
    command({
      text: `${browser} calls ${provider}'s API through BFF ${door}`,
      // Visitors are refused every time alike.
      canRun: (model) =>
        (model.current(browser) !== undefined || rarity === 0) &&
        !isRefreshRefusedAhead(model, browser, provider),
      async run(model, world) {
        const expected = model.call(browser, provider, world.nameOf(door))
        expect(await world.call(world.browser(browser, door), provider)).toEqual(expected)
      },
    }),
  )

/** Then the answer and the refusal race, and both outcomes are right. */
function isRefreshRefusedAhead(
  model: Readonly<SessionModel>,
  browser: BrowserName,
  provider: ProviderId,
): boolean {
  const tokens = model.connection(browser, provider)?.tokens
  const secondsLeft = model.secondsLeft(browser, provider) ?? 0
  const isAhead = secondsLeft > 0 && secondsLeft <= 60
  return isAhead && !(tokens?.access.alive && tokens.refresh.alive)
}

export const disconnect: fc.Arbitrary<Command> = fc
  .tuple(browsers, providers, doors)
  .map(([browser, provider, door]) =>
    command({
      text: `${browser} disconnects ${provider} through BFF ${door}`,
      async run(model, world) {
        const shownBefore = world.revocations(provider)
        const isShown = model.disconnect(browser, provider)
        const path = `/bff/connections/${provider}`
        const answer = await world.browser(browser, door).fetch(path, { method: 'DELETE' })
        expect(answer.status).toBe(model.current(browser) ? 200 : 401)
        // Nobody waits for it but the next command, which may ask the provider what is left.
        if (isShown) await until(async () => world.revocations(provider) > shownBefore)
      },
    }),
  )

export const refuseRefreshes: fc.Arbitrary<Command> = fc
  .tuple(browsers, providers)
  .map(([browser, provider]) =>
    command({
      text: `the person at the ${browser} takes everything back in ${provider}'s settings`,
      canRun: (model) => model.connection(browser, provider)?.tokens?.access.alive === true,
      async run(model, world) {
        const account = model.connection(browser, provider)?.account
        if (!account) throw new Error('checked before')
        model.providers.endAllOf(account)
        await world.takeBackAt(provider, account.accountId)
      },
    }),
  )

/** Google's refresh tokens survive an answer that was lost; a rotated one would be used up by it. */
export const failRefresh: fc.Arbitrary<Command> = fc.tuple(browsers, doors).map(([browser, door]) =>
  command({
    text: `${browser} calls google's API through BFF ${door} on an expired token while google is out of order`,
    canRun: (model) => (model.secondsLeft(browser, 'google') ?? 1) <= 0,
    async run(model, world) {
      const { google, clock } = world.bff(0)
      google.failWith(TOKEN_PATHS.google, 503)
      model.noteUse(browser, world.nameOf(door))
      model.providers.refreshes.google += 1
      const outcome = await world.call(world.browser(browser, door), 'google')
      google.interfere(TOKEN_PATHS.google)
      expect(outcome).toEqual({ status: 503, code: 'provider_unavailable' })
      clock.advance({ minutes: 1 })
      model.advance(60)
    },
  }),
)
