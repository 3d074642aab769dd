import { expect } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { login } from '../support/journey.ts'
import { type FaultName, misbehave } from '../support/misbehaving-provider.ts'
import { type BffOptions, startBff, type TestBff } from '../support/start-bff.ts'

/** Signs in at a provider that misbehaves in one way, and expects that to end in an error, and in nothing else. */
export async function expectLoginStopped(fault: FaultName, options: BffOptions = {}): Promise<void> {
  const bff = await startBff(options)
  await misbehave(bff.google, fault)
  const browser = bff.browser()

  const landing = await login(browser, 'google')

  expect(landing.headers.location).toBe('/?auth_error=login_failed')
  await expectNothingFollows(bff, browser)
}

/**
 * Expects that nobody is signed in, that no token is used, and that the provider is asked for nothing after
 * the token request but its keys. Ends the BFF, and with it whatever it does in the background.
 */
async function expectNothingFollows(bff: TestBff, browser: Browser): Promise<void> {
  expect(browser.jar.all()).toEqual([])
  expect((await browser.fetch('/bff/session')).status).toBe(204)
  expect((await browser.fetch('/api/tasks/lists')).status).toBe(401)
  await bff.stop()

  const { calls } = bff.google
  const exchange = calls.findIndex(({ path }) => path === GOOGLE_PATHS.token)
  expect(exchange).toBeGreaterThan(0)
  const later = calls.slice(exchange + 1).filter(({ path }) => path !== GOOGLE_PATHS.keys)
  expect(later).toEqual([])
  expect(bff.api.requests).toEqual([])
}
