import { expect, test } from '@playwright/test'
import { createEmulator, type Emulator } from 'emulate'
import { AccountPage } from '../pages/account-page.ts'
import { BoardPage } from '../pages/board-page.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import { findFreePort } from '../world/free-port.ts'
import { startStack } from '../world/stack.ts'
import { readSession } from './call-bff.ts'

const CLIENT = { client_id: 'Iv1.emulated', client_secret: 'emulated-client-secret', name: 'Coatcheck' }
const SEED_TOKEN = 'seed-token'
const TITLE = 'Weave the pattern of the loom'

// An independent check of the main path. It proves nothing about security: this GitHub takes any token and no
// PKCE, and sends no `iss`.
test('signs in at somebody else’s emulated GitHub and lists an issue', async ({ page }) => {
  const [appPort, githubPort] = [await findFreePort(), await findFreePort()]
  const redirectUri = `http://localhost:${appPort}/bff/callback/github`
  const github = await startEmulate(githubPort, redirectUri)
  const stack = await startStack({
    port: appPort,
    settings: {
      GITHUB_CLIENT_ID: CLIENT.client_id,
      GITHUB_CLIENT_SECRET: CLIENT.client_secret,
      GITHUB_BASE_URL: github.url,
      GITHUB_API_BASE_URL: github.url,
      GITHUB_REQUIRE_ISS: 'false',
    },
  })
  try {
    await createIssue(github.url)

    await page.goto(stack.appUrl)
    await new SignInPage(page).github.click()
    await page.getByRole('button', { name: 'jacquard' }).click()
    await page.getByRole('link', { name: 'jacquard/loom' }).click()

    await expect(new BoardPage(page).card(TITLE)).toBeVisible()
    expect((await readSession(page))?.user.name).toBe('Joseph Jacquard')
    await new AccountPage(page).signOut()
    await expect(new SignInPage(page).github).toBeVisible()
  } finally {
    await stack.stop()
    await github.close()
  }
})

function startEmulate(port: number, redirectUri: string): Promise<Emulator> {
  return createEmulator({
    service: 'github',
    port,
    // Not the `localhost` it would call itself: that is the app's host, and cookies ignore ports.
    baseUrl: `http://127.0.0.1:${port}`,
    seed: {
      tokens: { [SEED_TOKEN]: { login: 'jacquard', scopes: ['repo'] } },
      github: {
        users: [{ login: 'jacquard', name: 'Joseph Jacquard', email: 'jacquard@example.com' }],
        repos: [{ owner: 'jacquard', name: 'loom', auto_init: true }],
        oauth_apps: [{ ...CLIENT, redirect_uris: [redirectUri] }],
      },
    },
  })
}

/** Its seed has no place for issues. */
async function createIssue(githubUrl: string): Promise<void> {
  const answer = await fetch(`${githubUrl}/repos/jacquard/loom/issues`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SEED_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title: TITLE }),
  })
  expect(answer.status).toBe(201)
}
