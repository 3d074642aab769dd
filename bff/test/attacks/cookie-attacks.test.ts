import { expect, it } from 'vitest'
import { login } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

/** A sibling domain that sets cookies until the browser drops ours. */
const FLOOD = Array.from({ length: 180 }, (_value, at) => `flood-${at}=${'x'.repeat(40)}`).join('; ')

it('attack 8 session fixation: a cookie of the attacker’s own session does not become the victim’s', async () => {
  const bff = await startBff({ session: { cookie: { sameSite: 'lax' } } })
  const [attacker, victim] = [bff.browser(), bff.browser()]
  await login(attacker, 'github')
  const planted = attacker.jar.get('coatcheck')?.value ?? ''
  victim.jar.plant('coatcheck', planted)

  await login(victim, 'google')

  expect(victim.jar.get('coatcheck')?.value).not.toBe(planted)
  const seen = await attacker.fetch('/bff/session', { headers: { cookie: `coatcheck=${planted}` } })
  expect(seen.status).toBe(204)
})

it.each([
  ['pushes ours out', ''],
  ['puts one of its own making in its place', '; coatcheck=s%3Aplanted.c2lnbmF0dXJl'],
])(
  'attack 10 cookie overflow: a flood that %s leaves a person who is not signed in',
  async (_how, planted) => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')

    const answers = [
      await browser.fetch('/bff/session', { headers: { cookie: FLOOD + planted } }),
      await browser.fetch('/api/github/user', { headers: { cookie: FLOOD + planted } }),
    ]

    expect(answers.map(({ status }) => status)).toEqual([204, 401])
    expect(answers.flatMap(({ setCookies }) => setCookies)).toEqual([])
    expect((await browser.fetch('/bff/session')).status).toBe(200)
  },
)
