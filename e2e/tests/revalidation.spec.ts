import { expect, test } from '@playwright/test'
import { AccountPage } from '../pages/account-page.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import { startStack } from '../world/stack.ts'
import { importClients } from './page-clients.ts'

// Over plain http: what came under a certificate it does not trust, a browser keeps out of its cache.
test('an unmodified ky that asks twice gets the second answer out of the browser’s cache, revalidated', async ({
  page,
}) => {
  const stack = await startStack({ echo: true })
  try {
    await page.goto(stack.appUrl)
    await new SignInPage(page).signInWithGithub('Ada Byron')
    await expect(new AccountPage(page).menu).toBeVisible()
    const clients = await importClients(page)

    const [first, second] = await clients.evaluate(async ({ ky }) => {
      const read = () => ky.get('/api/echo/mirror', { headers: { 'X-CSRF': '1' } }).json()
      return [await read(), await read()]
    })

    expect(first).toMatchObject({ method: 'GET' })
    expect(second).toEqual(first)
    expect(stack.echo?.requests.all().map(({ status }) => status)).toEqual([200, 304])
  } finally {
    await stack.stop()
  }
})
