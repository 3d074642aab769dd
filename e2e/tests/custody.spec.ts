import type { Page } from '@playwright/test'
import { AccountPage } from '../pages/account-page.ts'
import { BoardPage } from '../pages/board-page.ts'
import { GithubPages, GooglePages } from '../pages/provider-pages.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import { TasksPanel } from '../pages/tasks-panel.ts'
import { GITHUB_CLIENT } from '../world/registered-clients.ts'
import { COOKIE_NAMES, loginCookies } from './app-cookies.ts'
import { findIssue, labelsOf } from './find-issue.ts'
import { type RecordedAnswer, recordAnswers } from './record-answers.ts'
import { expect, test } from './stack-fixture.ts'

const CARD = 'Link to a single card'
const TASK = 'Renew the staging certificate'
const GITHUB_TOKEN_SECONDS = 8 * 60 * 60

test.describe('the cookies', () => {
  test('are the three of the contract, with every attribute', async ({ page, context, open, stack }) => {
    const host = new URL(stack.appUrl).hostname
    const everyOne = { domain: host, path: '/', secure: true }
    await open()
    await new SignInPage(page).github.click()
    await expect(page.getByRole('button', { name: 'Ada Byron' })).toBeVisible()

    const [login, ...others] = await context.cookies(stack.appUrl)
    expect(others).toEqual([])
    expect(login?.name).toMatch(/^__Host-Http-coatcheck-login-[\w-]+$/)
    expect(login).toMatchObject({ ...everyOne, httpOnly: true, sameSite: 'Lax' })
    const tenMinutesFromNow = Date.now() / 1000 + 600
    expect(login?.expires).toBeGreaterThan(0)
    expect(login?.expires).toBeLessThanOrEqual(tenMinutesFromNow)

    await new GithubPages(page).choose('Ada Byron')
    await new GithubPages(page).authorize()
    await expect(new AccountPage(page).menu).toBeVisible()

    const cookies = (await context.cookies(stack.appUrl)).sort((a, b) => a.name.localeCompare(b.name))
    expect(cookies).toMatchObject([
      { ...everyOne, name: COOKIE_NAMES.hint, httpOnly: false, sameSite: 'Strict' },
      { ...everyOne, name: COOKIE_NAMES.session, httpOnly: true, sameSite: 'Strict' },
    ])
    expect(await page.evaluate(() => document.cookie)).toMatch(/^__Host-coatcheck-hint=\d+$/)
  })

  test('of the session stays behind on the way back from the provider, and comes with our own step', async ({
    page,
    context,
    open,
    stack,
  }) => {
    await signIn(page, open)
    await new TasksPanel(page).connectGoogle.click()
    await new GooglePages(page).choose('Ada Byron')
    const fromGoogle = page.waitForRequest(/\/bff\/callback\/google\?(?!.*continued=1)/)
    const ownStep = page.waitForRequest(/\/bff\/callback\/google\?.*continued=1/)
    await new GooglePages(page).consent()

    const arrived = (await (await fromGoogle).allHeaders()).cookie ?? ''
    expect(arrived).toContain(COOKIE_NAMES.loginPrefix)
    expect(arrived).not.toContain(`${COOKIE_NAMES.session}=`)
    expect((await (await ownStep).allHeaders()).cookie).toContain(`${COOKIE_NAMES.session}=`)
    await expect(new TasksPanel(page).task(TASK)).toBeVisible()
    expect(await loginCookies(context, stack.appUrl)).toEqual([])
  })
})

test.describe('an access token that runs out', () => {
  test('is renewed unseen when GitHub refuses it', async ({ page, open, world }) => {
    world.github.setTokenLifetime(GITHUB_CLIENT.clientId, GITHUB_TOKEN_SECONDS)
    await signIn(page, open)

    world.github.expireAccessTokens()
    await new BoardPage(page).moveByMenu(CARD, 'In progress')

    await expect(new BoardPage(page).card(CARD, 'In progress')).toBeVisible()
    await expect.poll(() => labelsOf(findIssue(world, CARD))).toContain('in progress')
    await expect(page.getByRole('alert')).toHaveCount(0)
    expect(world.github.requests.count({ kind: 'token', grantType: 'refresh_token' })).toBe(1)
  })

  test('is renewed ahead of its end, and the calls that crossed the renewal succeed too', async ({
    page,
    open,
    world,
  }) => {
    const refused: string[] = []
    page.on('response', (response) => response.status() >= 400 && refused.push(response.url()))
    world.github.setTokenLifetime(GITHUB_CLIENT.clientId, 30)
    await signIn(page, open)

    const refreshes = () => world.github.requests.count({ kind: 'token', grantType: 'refresh_token' })
    await expect.poll(refreshes).toBeGreaterThan(0)

    await page.reload()
    await expect(new BoardPage(page).card(CARD)).toBeVisible()
    expect(refused).toEqual([])
  })
})

test('the whole story leaves no secret in the browser, on its wire or in the log', async ({
  page,
  context,
  open,
  stack,
  world,
}) => {
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on('pageerror', (error) => problems.push(String(error)))
  const answers = await recordAnswers(page)
  world.github.setTokenLifetime(GITHUB_CLIENT.clientId, GITHUB_TOKEN_SECONDS)

  await tellTheStory(page, open, () => world.github.expireAccessTokens())
  const stored = await readStorage(page)
  await new AccountPage(page).signOut()
  await expect(new SignInPage(page).github).toBeVisible()

  const issued = world.issuedTokens()
  // The sweep sees what is there: the codes that rode on the redirects back.
  expect(issued.filter((secret) => answers.some(({ headers }) => headers.includes(secret)))).not.toEqual([])
  for (const path of ['/bff/session', '/bff/logout', '/api/github/', '/api/tasks/'])
    expect(answers.some(({ url, status }) => url.startsWith(stack.appUrl + path) && status === 200)).toBe(
      true,
    )

  expect(leaks(answers, issued)).toEqual([])
  expect(issued.filter((secret) => stack.bff.output().includes(secret))).toEqual([])
  expect(stored).toEqual({ local: ['coatcheck-theme'], session: [], databases: [], caches: [] })
  expect((await context.cookies(stack.appUrl)).map(({ name }) => name)).toEqual([])
  expect(problems).toEqual([])
  const policies = answers
    .filter(({ url }) => url.startsWith(stack.appUrl))
    .map(({ headers }) => /^content-security-policy: (.*)$/im.exec(headers)?.[1])
  expect(policies).not.toContain(undefined)
  expect(policies.filter((policy) => policy?.includes('unsafe-'))).toEqual([])
})

async function signIn(page: Page, open: (path?: string) => Promise<void>): Promise<void> {
  await open(BoardPage.path)
  await new SignInPage(page).signInWithGithub('Ada Byron')
  await expect(new BoardPage(page).card(CARD)).toBeVisible()
}

async function tellTheStory(
  page: Page,
  open: (path?: string) => Promise<void>,
  expireTokens: () => void,
): Promise<void> {
  const board = new BoardPage(page)
  await signIn(page, open)
  await page.getByRole('button', { name: /theme/i }).click()
  await board.moveByMenu(CARD, 'In progress')
  await expect(board.card(CARD, 'In progress')).toBeVisible()

  await new TasksPanel(page).connectGoogle.click()
  await new GooglePages(page).choose('Ada Byron')
  await new GooglePages(page).consent()
  await expect(new TasksPanel(page).task(TASK)).toBeVisible()

  expireTokens()
  await page.reload()
  await expect(board.card(CARD, 'In progress')).toBeVisible()
  await new AccountPage(page).open()
  await expect(new AccountPage(page).connection('Google')).toBeVisible()
}

/** A code belongs into the address of the callback, which is the provider's to give; everything else is a leak. */
function leaks(answers: readonly RecordedAnswer[], secrets: readonly string[]): string[] {
  const callbackUrls = /\/bff\/callback\/\w+\?[^\s"'<>]*/g
  return answers.flatMap(({ url, headers, body }) => {
    const text = `${url}\n${headers}\n${body}`.replaceAll(callbackUrls, '')
    const found = secrets.flatMap(spellings).filter((secret) => text.includes(secret))
    return found.map((secret) => `${secret} in the answer of ${url}`)
  })
}

function spellings(secret: string): string[] {
  return [...new Set([secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])]
}

function readStorage(page: Page) {
  return page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
  }))
}
