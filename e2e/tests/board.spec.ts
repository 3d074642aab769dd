import type { Page } from '@playwright/test'
import { BoardPage } from '../pages/board-page.ts'
import { IssueDrawer } from '../pages/issue-drawer.ts'
import { GooglePages } from '../pages/provider-pages.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import { TasksPanel } from '../pages/tasks-panel.ts'
import { findIssue, labelsOf } from './find-issue.ts'
import { expect, test } from './stack-fixture.ts'

const CARD = 'Link to a single card'
/** Ada may read it and nothing more. */
const READ_ONLY = { path: '/edsger/shortest-path', card: 'Explain the invariant' }

async function signInAt(page: Page, path: string): Promise<BoardPage> {
  await page.goto(path)
  await new SignInPage(page).signInWithGithub('Ada Byron')
  return new BoardPage(page)
}

test('a move is shown at once, and taken back with a reason when GitHub refuses it', async ({
  page,
  world,
}) => {
  const board = await signInAt(page, READ_ONLY.path)
  await expect(board.card(READ_ONLY.card, 'To do')).toBeVisible()
  let answer = () => {}
  world.github.faults.api = { until: new Promise<void>((resolve) => (answer = resolve)) }

  await board.moveByMenu(READ_ONLY.card, 'In progress')
  await expect(board.card(READ_ONLY.card, 'In progress')).toBeVisible()
  await expect(board.notifications).toBeEmpty()

  answer()
  await expect(board.card(READ_ONLY.card, 'To do')).toBeVisible()
  await expect(board.notifications).toContainText('was not changed. You may not do that.')
})

test('a move is tried again while GitHub is broken, and taken back when it stays so', async ({
  page,
  world,
}) => {
  const board = await signInAt(page, BoardPage.path)
  await expect(board.card(CARD, 'To do')).toBeVisible()
  world.github.faults.api = 'error500'

  await board.drag(CARD, 'Done')
  await expect(board.card(CARD, 'Done')).toBeVisible()
  await expect(board.notifications).toContainText('was not changed. The service is not answering.')
  await expect(board.card(CARD, 'To do')).toBeVisible()
  expect(world.github.requests.count({ method: 'PATCH', status: 500 })).toBe(3)
  expect(findIssue(world, CARD).state).toBe('open')

  world.github.faults.api = 'ok'
  await board.moveByMenu(CARD, 'Done')
  await expect.poll(() => findIssue(world, CARD).state).toBe('closed')
})

test('what was written stays in the form when GitHub does not take it', async ({ page, world }) => {
  const board = await signInAt(page, BoardPage.path)
  const dialog = page.getByRole('dialog', { name: 'New issue' })
  world.github.faults.api = 'error500'

  await board.newIssue.click()
  await dialog.getByLabel('Title').fill('Not lost')
  await dialog.getByRole('button', { name: 'Create issue' }).click()
  await expect(dialog.getByRole('alert')).toContainText('The service is not answering')
  await expect(dialog.getByLabel('Title')).toHaveValue('Not lost')

  world.github.faults.api = 'ok'
  await dialog.getByRole('button', { name: 'Create issue' }).click()
  await expect(board.card('Not lost', 'To do')).toBeVisible()
})

test('a used-up rate limit is told with its end, and the board comes by trying again', async ({
  page,
  world,
}) => {
  await signInAt(page, '/')
  const repository = page.getByRole('link', { name: 'ada/analytical-engine' })
  await expect(repository).toBeVisible()
  world.github.faults.api = 'rateLimited'

  await repository.click()
  await expect(page.getByRole('heading', { name: 'Too many requests' })).toBeVisible()
  await expect(page.getByRole('alert')).toContainText(/pause until \d/)

  world.github.faults.api = 'ok'
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(new BoardPage(page).card(CARD)).toBeVisible()
})

test('without a network the page says so, signs nobody out, and sends the move afterwards', async ({
  page,
  context,
  world,
}) => {
  const board = await signInAt(page, BoardPage.path)
  await expect(board.card(CARD, 'To do')).toBeVisible()

  await context.setOffline(true)
  await expect(board.banner).toContainText('You are offline')
  await board.moveByMenu(CARD, 'In progress')
  await expect(board.card(CARD, 'In progress')).toBeVisible()
  expect(labelsOf(findIssue(world, CARD))).not.toContain('in progress')

  await context.setOffline(false)
  await expect(board.banner).toBeHidden()
  await expect.poll(() => labelsOf(findIssue(world, CARD))).toContain('in progress')
  await expect(board.card(CARD, 'In progress')).toBeVisible()
})

test('an outage at Google leaves the board alone', async ({ page, world }) => {
  const board = await signInAt(page, BoardPage.path)
  const tasks = new TasksPanel(page)
  const google = new GooglePages(page)
  world.google.faults.api = 'error500'
  await tasks.connectGoogle.click()
  await google.choose('Ada Byron')
  await google.consent()

  await expect(tasks.panel.getByRole('alert')).toBeVisible()
  await expect(board.card(CARD, 'To do')).toBeVisible()

  world.google.faults.api = 'ok'
  await tasks.panel.getByRole('button', { name: 'Try again' }).click()
  await expect(tasks.task('Renew the staging certificate')).toBeVisible()
})

test('a drag that is cancelled with Escape moves nothing', async ({ page, world }) => {
  const board = await signInAt(page, BoardPage.path)
  await board.holdOverRightByKeyboard(CARD, 'In progress')

  await page.keyboard.press('Escape')

  await page.getByText(/^Cancelled: issue/).waitFor({ state: 'attached' })
  await expect(board.card(CARD, 'To do')).toBeVisible()
  expect(world.github.requests.count({ method: 'PATCH' })).toBe(0)
})

test('an address of an issue leads there after signing in, fragment included', async ({ page, world }) => {
  const { number } = findIssue(world, CARD)
  const address = `${BoardPage.path}/issues/${number}?label=enhancement#comments`
  const board = await signInAt(page, address)

  await expect(new IssueDrawer(page).heading(CARD)).toBeVisible()
  await expect(page).toHaveURL(address)
  await new IssueDrawer(page).close.click()
  await expect(page).toHaveURL(`${BoardPage.path}?label=enhancement`)
  await expect(board.card(CARD, 'To do')).toBeVisible()
})

test.describe('where there is nothing to show', () => {
  test('an empty repository invites to its first issue', async ({ page, world }) => {
    const notes = world.github.repository('ada', 'notes')
    notes?.issues.splice(0)
    const board = await signInAt(page, '/ada/notes')

    await expect(page.getByRole('heading', { name: 'A clean slate' })).toBeVisible()
    await page.getByRole('button', { name: 'Create the first issue' }).click()
    await page.getByLabel('Title').fill('Begin')
    await page.getByRole('button', { name: 'Create issue' }).click()
    await expect(board.card('Begin', 'To do')).toBeVisible()
    await expect(board.column('Done')).toContainText('Nothing here')
    expect(notes?.issues).toMatchObject([{ number: 1, title: 'Begin' }])
  })

  test('a search without a match offers the whole board', async ({ page }) => {
    const board = await signInAt(page, `${BoardPage.path}?q=perpetual+motion`)
    await page.getByRole('button', { name: 'Show all issues' }).click()
    await expect(board.card(CARD)).toBeVisible()
    await expect(board.search).toHaveValue('')
    await expect(page).toHaveURL(BoardPage.path)
  })

  test('a repository or an issue that is not there is named as such', async ({ page }) => {
    await signInAt(page, '/linus/secret-plans')
    await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Try again' })).toBeHidden()

    await page.goto(`${BoardPage.path}/issues/999`)
    await expect(new IssueDrawer(page).dialog.getByRole('heading', { name: 'Not found' })).toBeVisible()
  })
})
