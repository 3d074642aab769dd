import { randomBytes } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { createEmulator } from 'emulate'
import { BoardPage } from '../pages/board-page.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import { startBff } from '../world/bff-process.ts'
import type { BffSettings } from '../world/bff-settings.ts'
import { createCleanup } from '../world/cleanup.ts'
import { findFreePort } from '../world/free-port.ts'
import { startPlainOidcProvider } from './plain-oidc-provider.ts'

const CLIENT = { client_id: 'coatcheck', client_secret: randomBytes(24).toString('base64url') }
const cleanup = createCleanup()

test.afterEach(() => cleanup.run())

/**
 * The world was written beside the BFF and may share its misunderstandings. These providers were written by others,
 * and are used as they come.
 */
test.describe('with providers that others have written', () => {
  test('signs in with the GitHub of emulate and works on an issue', async ({ page }) => {
    const { port, appUrl } = await anApp()
    const provider = await findFreePort()
    const emulator = await createEmulator({
      service: 'github',
      port: provider,
      // Another host than the app's, so that the provider is another site.
      baseUrl: `http://127.0.0.1:${provider}`,
      seed: {
        github: {
          users: [{ login: 'ada', name: 'Ada Byron', email: 'ada@example.com' }],
          repos: [{ owner: 'ada', name: 'engine', description: 'Somebody else’s emulator' }],
          oauth_apps: [
            { ...CLIENT, name: 'Coatcheck demo', redirect_uris: [`${appUrl}/bff/callback/github`] },
          ],
        },
      },
    })
    cleanup.add(emulator.close)
    await runBff(port, appUrl, {
      GITHUB_BASE_URL: emulator.url,
      GITHUB_API_BASE_URL: emulator.url,
      // Like an Enterprise Server up to 3.21, it sends no `iss`.
      GITHUB_REQUIRE_ISS: 'false',
    })

    await page.goto(appUrl)
    await new SignInPage(page).github.click()
    await page.getByRole('button', { name: /^A? ?ada/ }).click()
    await page.getByRole('link', { name: 'ada/engine' }).click()
    await page.getByRole('button', { name: 'Create the first issue' }).click()
    const dialog = page.getByRole('dialog', { name: 'New issue' })
    await dialog.getByLabel('Title').fill('Print the table of note G')
    await dialog.getByRole('button', { name: 'Create issue' }).click()

    await expect(new BoardPage(page).card('Print the table of note G', 'To do')).toBeVisible()
  })

  test('signs in with a plain OpenID Connect server in the place of Google', async ({ page }) => {
    const { port, appUrl } = await anApp()
    const provider = await startPlainOidcProvider({
      clientId: CLIENT.client_id,
      clientSecret: CLIENT.client_secret,
      redirectUri: `${appUrl}/bff/callback/google`,
    })
    cleanup.add(provider.close)
    await runBff(port, appUrl, { GOOGLE_ISSUER: provider.issuer })

    await page.goto(appUrl)
    await new SignInPage(page).google.click()
    await page.getByPlaceholder('Enter any login').fill('ada')
    await page.getByPlaceholder('and password').fill('any')
    await page.getByRole('button', { name: 'Sign-in' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()

    await page.getByRole('button', { name: 'Account', exact: true }).click()
    await expect(page.getByText('ada@example.com')).toBeVisible()
  })
})

async function anApp(): Promise<{ port: number; appUrl: string }> {
  const port = await findFreePort()
  return { port, appUrl: `http://localhost:${port}` }
}

async function runBff(port: number, appUrl: string, settings: BffSettings): Promise<void> {
  const bff = await startBff({
    port,
    settings: {
      PUBLIC_URL: appUrl,
      SESSION_SECRET: randomBytes(32).toString('base64url'),
      GITHUB_CLIENT_ID: CLIENT.client_id,
      GITHUB_CLIENT_SECRET: CLIENT.client_secret,
      GOOGLE_CLIENT_ID: CLIENT.client_id,
      GOOGLE_CLIENT_SECRET: CLIENT.client_secret,
      ...settings,
    },
  })
  cleanup.add(bff.stop)
}
