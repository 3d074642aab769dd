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
  const { appUrl, stop } = await startBoth()
  try {
    await signIn(page, appUrl)

    expect(await readSession(page)).toMatchObject({
      user: { id: `google:${SUBJECT}`, name: 'Hypatia' },
      connections: [{ provider: 'google', accountId: SUBJECT }],
    })
    await new AccountPage(page).open()
    await expect(page.getByText('hypatia@example.com').first()).toBeVisible()
  } finally {
    await stop()
  }
})

test('LOGOUT-08 LOGOUT-12 is signed out by the provider, back-channel, when the person signs out there', async ({
  page,
}) => {
  const { appUrl, issuer, stop } = await startBoth()
  try {
    await signIn(page, appUrl)

    await page.goto(`${issuer}/session/end`)
    await page.getByRole('button', { name: 'Yes, sign me out' }).click()
    await page.waitForURL(`${issuer}/session/end/success`)

    await page.goto(appUrl)
    await expect(new SignInPage(page).google).toBeVisible()
  } finally {
    await stop()
  }
})

/** The app, and the provider it is a client of. */
async function startBoth(): Promise<{ appUrl: string; issuer: string; stop(): Promise<void> }> {
  const appPort = await findFreePort()
  const listener = await startProvider(`http://localhost:${appPort}/bff`)
  const { appUrl, stop } = await startStack({
    port: appPort,
    settings: {
      GOOGLE_CLIENT_ID: CLIENT.client_id,
      GOOGLE_CLIENT_SECRET: CLIENT.client_secret,
      GOOGLE_ISSUER: listener.url,
    },
  })
  return {
    appUrl,
    issuer: listener.url,
    async stop() {
      await stop()
      await listener.close()
    },
  }
}

async function startProvider(bffUrl: string): Promise<LoopbackListener> {
  const listener = await listenOnLoopback(0)
  listener.server.on('request', new Provider(listener.url, configuration(bffUrl)).callback())
  return listener
}

function configuration(bffUrl: string): Configuration {
  return {
    clients: [
      {
        ...CLIENT,
        redirect_uris: [`${bffUrl}/callback/google`],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_post',
        backchannel_logout_uri: `${bffUrl}/backchannel-logout/google`,
        backchannel_logout_session_required: true,
      },
    ],
    features: { backchannelLogout: { enabled: true } },
    // Its guard refuses loopback addresses, where everything here is.
    fetch: (url, options) => fetch(url, unguarded(options)),
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

function unguarded(options: RequestInit & { dispatcher?: unknown } = {}): RequestInit {
  const { dispatcher: _guard, ...others } = options
  return others
}

/** Signs in to the app; the provider's development pages take any name and password. */
async function signIn(page: Page, appUrl: string): Promise<void> {
  await page.goto(appUrl)
  await new SignInPage(page).google.click()
  await page.locator('input[name=login]').fill(SUBJECT)
  await page.locator('input[name=password]').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(new AccountPage(page).menu).toBeVisible()
}
