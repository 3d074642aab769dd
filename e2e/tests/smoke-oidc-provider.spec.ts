import { expect, type Page, test } from '@playwright/test'
import Provider, { type Configuration } from 'oidc-provider'
import { AccountPage } from '../pages/account-page.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import { findFreePort } from '../world/free-port.ts'
import { type LoopbackListener, listenOnLoopback } from '../world/loopback-listener.ts'
import { startStack } from '../world/stack.ts'
import { readSession } from './call-bff.ts'

const CLIENT = { client_id: 'coatcheck', client_secret: 'oidc-provider-client-secret' }
const SUBJECT = 'hypatia'

// An independent check that what is said to Google is plain OpenID Connect: a certified server that has no
// shape of Google's.
test('signs in at a plain OpenID Connect provider through its own pages', async ({ page }) => {
  const appPort = await findFreePort()
  const listener = await startProvider(`http://localhost:${appPort}/bff/callback/google`)
  const stack = await startStack({
    port: appPort,
    settings: {
      GOOGLE_CLIENT_ID: CLIENT.client_id,
      GOOGLE_CLIENT_SECRET: CLIENT.client_secret,
      GOOGLE_ISSUER: listener.url,
    },
  })
  try {
    await page.goto(stack.appUrl)
    await new SignInPage(page).google.click()
    await signInAtProvider(page)

    await expect(new AccountPage(page).menu).toBeVisible()
    expect(await readSession(page)).toMatchObject({
      user: { id: `google:${SUBJECT}`, name: 'Hypatia' },
      connections: [{ provider: 'google', accountId: SUBJECT }],
    })
    await new AccountPage(page).open()
    await expect(page.getByText('hypatia@example.com').first()).toBeVisible()
  } finally {
    await stack.stop()
    await listener.close()
  }
})

async function startProvider(redirectUri: string): Promise<LoopbackListener> {
  const listener = await listenOnLoopback(0)
  listener.server.on('request', new Provider(listener.url, configuration(redirectUri)).callback())
  return listener
}

function configuration(redirectUri: string): Configuration {
  return {
    clients: [
      {
        ...CLIENT,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    scopes: ['openid', 'email', 'profile', 'https://www.googleapis.com/auth/tasks'],
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    // The two habits of Google's that the app relies on: claims in the ID token, a refresh token unasked.
    conformIdTokenClaims: false,
    issueRefreshToken: async () => true,
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: () => ({
        sub: accountId,
        name: 'Hypatia',
        email: 'hypatia@example.com',
        email_verified: true,
      }),
    }),
  }
}

/** Its development pages take any name and password. */
async function signInAtProvider(page: Page): Promise<void> {
  await page.locator('input[name=login]').fill(SUBJECT)
  await page.locator('input[name=password]').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}
