import { expect, it } from 'vitest'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { login } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'
import { withMembers } from '../support/test-provider.ts'

it('REFRESH-07 a refresh asks for no scope, and what it grants less is recorded', async () => {
  const bff = await startBff({ session: { idleTimeoutSeconds: 4 * 60 * 60 } })
  const browser = bff.browser()
  await login(browser, 'google')
  bff.google.interfere(GOOGLE_PATHS.token, withMembers({ scope: 'openid' }))
  bff.clock.advance({ hours: 1 })

  const answer = await browser.fetch('/api/tasks/lists')

  expect(answer.status).toBe(200)
  expect(bff.google.callsTo(GOOGLE_PATHS.token).at(-1)?.form.has('scope')).toBe(false)
  const session = await browser.fetch('/bff/session')
  expect(session.json()).toMatchObject({ connections: [{ provider: 'google', scopes: ['openid'] }] })
})
