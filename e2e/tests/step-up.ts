import { expect, type Page } from '@playwright/test'
import type { ScriptAnswer } from './call-bff.ts'

/** An upstream's demand for a sign-in that is no older than some seconds (RFC 9470). */
export function demandOfNewSignIn(scheme: 'Bearer' | 'DPoP', maxAge: number): Record<string, string> {
  return { 'www-authenticate': `${scheme} error="insufficient_user_authentication", max_age="${maxAge}"` }
}

/** Goes where an app sends its user after a call that wants another authentication, and keeps the session. */
export async function goForStepUp(page: Page, appUrl: string, refused: ScriptAnswer): Promise<void> {
  expect(refused.status).toBe(403)
  const problem = JSON.parse(refused.body) as { code: string; provider: string; maxAge: number }
  expect(problem).toMatchObject({ code: 'step_up_required', provider: 'corp' })
  await page.goto(`${appUrl}/bff/connect/corp?returnTo=/home&max_age=${problem.maxAge}`)
}
