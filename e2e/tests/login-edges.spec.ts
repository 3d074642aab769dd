import type { Page } from '@playwright/test'
import { AccountPage } from '../pages/account-page.ts'
import { BoardPage } from '../pages/board-page.ts'
import { GithubPages, GooglePages } from '../pages/provider-pages.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import { TasksPanel } from '../pages/tasks-panel.ts'
import { COOKIE_NAMES, loginCookies, sessionCookie } from './app-cookies.ts'
import { readSession } from './call-bff.ts'
import { expect, test } from './stack-fixture.ts'

const ADA = 'github:1815'
const GRACE = 'github:1906'

for (const order of ['the first', 'the second'] as const) {
  test(`two tabs log in at once, and ${order} one comes back first`, async ({
    page,
    context,
    open,
    stack,
  }) => {
    const other = await context.newPage()
    await open('/account')
    await other.goto(BoardPage.path)
    for (const tab of [page, other]) {
      await new SignInPage(tab).github.click()
      await expect(tab.getByRole('button', { name: 'Ada Byron' })).toBeVisible()
    }
    expect(await loginCookies(context, stack.appUrl)).toHaveLength(2)

    const [early, late] = order === 'the first' ? [page, other] : [other, page]
    await new GithubPages(early).choose('Ada Byron')
    await new GithubPages(early).authorize()
    await expect(new AccountPage(early).menu).toBeVisible()
    await new GithubPages(late).choose('Ada Byron')
    await expect(new AccountPage(late).menu).toBeVisible()

    await expect(page).toHaveURL('/account')
    await expect(other).toHaveURL(BoardPage.path)
    for (const tab of [page, other]) {
      await tab.reload()
      await expect(new AccountPage(tab).menu).toBeVisible()
    }
    expect(await loginCookies(context, stack.appUrl)).toEqual([])
  })
}

test.describe('saying no at the provider', () => {
  for (const provider of ['github', 'google'] as const) {
    test(`leads back from a login at ${provider} with calm words and another chance`, async ({
      page,
      open,
    }) => {
      await open(BoardPage.path)
      const signIn = new SignInPage(page)
      await signIn[provider].click()
      const pages = provider === 'github' ? new GithubPages(page) : new GooglePages(page)
      await pages.choose('Ada Byron')
      await pages.cancel()

      await expect(page.getByRole('alert')).toContainText('Access was not granted')
      await expect(page).toHaveURL(BoardPage.path)
      await expect(signIn.github).toBeEnabled()
    })
  }

  test('while connecting Google loses neither the session nor the place', async ({ page, open }) => {
    await signInAsAda(page, open)
    await new TasksPanel(page).connectGoogle.click()
    const google = new GooglePages(page)
    await google.choose('Ada Byron')
    await google.cancel()

    await expect(page.getByRole('alert')).toContainText('Access was not granted')
    await expect(page).toHaveURL(BoardPage.path)
    await expect(new BoardPage(page).card('Link to a single card')).toBeVisible()
    await page.reload()
    await expect(new TasksPanel(page).connectGoogle).toBeVisible()
    await expect(page.getByRole('alert')).toHaveCount(0)
  })
})

test('reloading the callback address shows a page that leads back into the session', async ({
  page,
  open,
}) => {
  const callback = page.waitForRequest(/\/bff\/callback\/github\?/)
  await signInAsAda(page, open)
  const cookie = await sessionCookie(page.context(), page.url())

  await page.goto((await callback).url())
  await expect(page.getByText('has been used already')).toBeVisible()
  await page.reload()
  await page.getByRole('link', { name: 'Back to the app' }).click()

  await expect(new AccountPage(page).menu).toBeVisible()
  expect(await sessionCookie(page.context(), page.url())).toEqual(cookie)
})

test('going back to the provider, which answers the old login again, keeps the session', async ({
  page,
  open,
}) => {
  await signInAsAda(page, open)
  // GitHub knows the person and the consent by now, and sends the old login back by itself.
  await page.goBack()
  await page.getByRole('link', { name: 'Back to the app' }).click()

  await expect(new AccountPage(page).menu).toBeVisible()
  expect((await readSession(page))?.user.id).toBe(ADA)
})

test('going back after connecting Google keeps both connections', async ({ page, open }) => {
  await signInAsAda(page, open)
  await connectGoogle(page)

  await page.goBack()
  await page.goForward()

  await expect(new TasksPanel(page).task('Renew the staging certificate')).toBeVisible()
  expect((await readSession(page))?.connections.map(({ provider }) => provider)).toEqual(['github', 'google'])
})

test('a reload keeps the session and its cookie', async ({ page, open }) => {
  await signInAsAda(page, open)
  const cookie = await sessionCookie(page.context(), page.url())

  await page.reload()

  await expect(new BoardPage(page).card('Link to a single card')).toBeVisible()
  expect((await sessionCookie(page.context(), page.url())).value).toBe(cookie.value)
})

test('LOGOUT-15 signing out in one tab ends the other, which asks nobody', async ({
  page,
  context,
  open,
}) => {
  await signInAsAda(page, open)
  const other = await context.newPage()
  await other.goto(BoardPage.path)
  await expect(new BoardPage(other).card('Link to a single card')).toBeVisible()
  await other.waitForLoadState('networkidle')
  const requests: string[] = []
  other.on('request', (request) => requests.push(request.url()))

  await new AccountPage(page).signOut()

  await expect(new SignInPage(other).github).toBeVisible()
  await expect(new BoardPage(other).card('Link to a single card')).toHaveCount(0)
  await expect(new SignInPage(page).github).toBeVisible()
  expect(requests).toEqual([])
})

test('a login as somebody else takes the place of the session, in every tab', async ({
  page,
  browser,
  open,
  stack,
}) => {
  await signInAsAda(page, open)
  const cookie = await sessionCookie(page.context(), stack.appUrl)
  const other = await page.context().newPage()
  await other.goto('/bff/login/github?prompt=select_account&returnTo=/account')
  const github = new GithubPages(other)
  await github.choose('Grace Murray')
  await github.authorize()
  await expect(other.getByText('Grace Murray')).toBeVisible()

  await new AccountPage(page).menu.click()
  await expect(page.getByRole('dialog', { name: 'Account' })).toContainText('Grace Murray')
  expect((await readSession(page))?.user.id).toBe(GRACE)

  const thief = await browser.newContext({ baseURL: stack.appUrl })
  await thief.addCookies([cookie])
  const anonymous = await thief.newPage()
  await anonymous.goto('/')
  expect(await readSession(anonymous)).toBeUndefined()
  await thief.close()
})

test('connecting while another tab ends the session links nothing', async ({ page, context, open }) => {
  await signInAsAda(page, open)
  await leaveForGoogle(page)
  const other = await context.newPage()
  await other.goto('/')
  await new AccountPage(other).signOut()
  await expect(new SignInPage(other).github).toBeVisible()
  await new GooglePages(page).consent()

  await expect(page.getByRole('alert')).toContainText('That took a little too long')
  await expect(page).toHaveURL(BoardPage.path)
  await signInAgain(page)
  expect((await readSession(page))?.connections.map(({ provider }) => provider)).toEqual(['github'])
})

test('connecting links nothing to the session of somebody who signed in meanwhile', async ({
  page,
  context,
  open,
}) => {
  await signInAsAda(page, open)
  await leaveForGoogle(page)
  const other = await context.newPage()
  await other.goto('/bff/login/github?prompt=select_account')
  const github = new GithubPages(other)
  await github.choose('Grace Murray')
  await github.authorize()
  await expect(new AccountPage(other).menu).toBeVisible()
  await new GooglePages(page).consent()

  await expect(page.getByRole('alert')).toContainText('That took a little too long')
  const session = await readSession(page)
  expect(session?.user.id).toBe(GRACE)
  expect(session?.connections.map(({ provider }) => provider)).toEqual(['github'])
  expect((await context.cookies()).filter(({ name }) => name === COOKIE_NAMES.session)).toHaveLength(1)
})

async function signInAsAda(page: Page, open: (path?: string) => Promise<void>): Promise<void> {
  await open(BoardPage.path)
  await new SignInPage(page).signInWithGithub('Ada Byron')
  await expect(new BoardPage(page).card('Link to a single card')).toBeVisible()
}

/** Signs in where the provider knows the person and has their consent. */
async function signInAgain(page: Page): Promise<void> {
  await new SignInPage(page).github.click()
  await expect(new AccountPage(page).menu).toBeVisible()
}

async function leaveForGoogle(page: Page): Promise<void> {
  await new TasksPanel(page).connectGoogle.click()
  await new GooglePages(page).choose('Ada Byron')
  await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible()
}

async function connectGoogle(page: Page): Promise<void> {
  await leaveForGoogle(page)
  await new GooglePages(page).consent()
  await expect(new TasksPanel(page).task('Renew the staging certificate')).toBeVisible()
}
