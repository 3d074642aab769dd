import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect } from 'vitest'
import { leaks, secretsOf, statesOf } from '../support/secret-sweep.ts'
import { browsers, doors } from './account-commands.ts'
import { BROWSERS, expectAgreement } from './agreement.ts'
import { type Command, command } from './command.ts'
import { cookiesFrom } from './thief.ts'

export const restart: fc.Arbitrary<Command> = doors.map((door) =>
  command({
    text: `BFF ${door} is restarted`,
    run: (_model, world) => world.restart(door),
  }),
)

/** Put a new secret in front, let every browser look once, take the old one away. */
export const replaceSecret: fc.Arbitrary<Command> = fc.constant(
  command({
    text: 'the secret is replaced, and taken away when every browser has looked',
    async run(model, world) {
      const secret = randomBytes(32).toString('base64url')
      await world.restartWith([secret, ...world.secrets])
      await expectAgreement(model, world)
      await world.restartWith([secret])
      model.forgetWhatIsOver()

      for (const ticket of world.tickets) expect(await world.session(world.thief(ticket, 0))).toBeUndefined()
      for (const name of BROWSERS) {
        const session = model.current(name)
        const ticket = world.browser(name, 0).jar.get('coatcheck')?.value
        if (session && ticket) world.tickets[model.sessions.indexOf(session)] = ticket
      }
    },
  }),
)

/**
 * Nobody is signed out by it, and nobody gets an answer that only a session gets. What a process remembers of a
 * session may serve its calls until the silence is noticed.
 */
export const loseStore: fc.Arbitrary<Command> = fc.tuple(browsers, doors).map(([browser, door]) =>
  command({
    text: `Redis stands still while ${browser} calls and looks at its session through BFF ${door}`,
    canRun: (model) => model.current(browser) !== undefined,
    async run(model, world) {
      const asking = world.browser(browser, door)
      const { accountId } = model.connection(browser, 'github')?.account ?? {}
      const [call, session] = await world.withoutStore(() =>
        Promise.all([world.call(asking, 'github'), asking.fetch('/bff/session')]),
      )
      const remembered = accountId ? { status: 200, accountId } : { status: 403, code: 'not_connected' }
      expect([{ status: 503, code: 'session_store_unavailable' }, remembered]).toContainEqual(call)
      expect(session.status).toBe(503)
      for (const each of [0, 1] as const) {
        const ready = async () => (await world.bff(each).browser().fetch('/bff/health/ready')).status
        await expect.poll(ready).toBe(200)
      }
    },
  }),
)

/** Also while a login is pending. Whoever copies the store gets nothing to read and no way in. */
export const copyStore: fc.Arbitrary<Command> = fc.tuple(browsers, doors).map(([browser, door]) =>
  command({
    text: `a thief copies Redis while ${browser} is on its way to a provider, and tries all of it at BFF ${door}`,
    async run(_model, world) {
      await world.browser(browser, door).navigate('/bff/login/google')
      const entries = await world.copyOfRedis()
      const bff = world.bff(door)

      const secrets = [...secretsOf(bff), ...statesOf(bff), ...world.cookieSecrets(), ...world.secrets]
      expect(leaks(secrets, JSON.stringify([...entries]))).toEqual([])
      const sent = bff.api.requests.length
      for (const cookie of cookiesFrom(entries, world.secrets[0] ?? '')) {
        const outcome = await world.call(world.thief(cookie, door), 'github')
        expect(outcome, `a call with ${cookie}`).toEqual({ status: 401, code: 'unauthenticated' })
      }
      expect(bff.api.requests.length).toBe(sent)
    },
  }),
)
