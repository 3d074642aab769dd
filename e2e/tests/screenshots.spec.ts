import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { AccountPage } from '../pages/account-page.ts'
import { BoardPage } from '../pages/board-page.ts'
import { IssueDrawer } from '../pages/issue-drawer.ts'
import { GooglePages } from '../pages/provider-pages.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import { TasksPanel } from '../pages/tasks-panel.ts'
import { expect, test } from './stack-fixture.ts'

/** Pictures for the documentation, not tests: drawn only when asked for, with `SCREENSHOTS=1`. */
const IS_WANTED = process.env.SCREENSHOTS === '1'

const CARD = 'Export results as CSV'
const TASK = 'Renew the staging certificate'
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 780 } }
const LOOKS = (['light', 'dark'] as const).flatMap((colorScheme) => [
  { colorScheme, size: 'wide' as const },
  { colorScheme, size: 'narrow' as const },
])

for (const { colorScheme, size } of IS_WANTED ? LOOKS : []) {
  test.describe(`${colorScheme} and ${size}`, () => {
    test.use({ colorScheme, viewport: SIZES[size] })

    test('draws the pictures of the documentation', async ({ page, open }) => {
      const draw = (name: string) => drawPicture(page, `${name}-${colorScheme}-${size}`)
      const board = new BoardPage(page)
      await open(BoardPage.path)
      await expect(new SignInPage(page).github).toBeVisible()
      await draw('sign-in')

      await new SignInPage(page).signInWithGithub('Ada Byron')
      await connectGoogle(page)
      await open(BoardPage.path)
      await expect(board.card(CARD)).toBeVisible()
      // Where there is room for them, the tasks are beside the board without being asked for.
      if (size === 'wide') await expect(new TasksPanel(page).task(TASK)).toBeVisible()
      await draw('board')

      if (size === 'narrow') {
        await board.tasksToggle.click()
        await expect(new TasksPanel(page).task(TASK)).toBeVisible()
        await draw('tasks')
      } else {
        await board.openIssue(CARD)
        await expect(new IssueDrawer(page).dialog.getByText('History export is next.')).toBeVisible()
        await draw('issue')
      }

      await open(AccountPage.path)
      await expect(new AccountPage(page).scope('Google', 'Tasks')).toBeVisible()
      await draw('account')
    })
  })
}

async function connectGoogle(page: Page): Promise<void> {
  await page.goto(`${BoardPage.path}?tasks=open`)
  await new TasksPanel(page).connectGoogle.click()
  const google = new GooglePages(page)
  await google.choose('Ada Byron')
  await google.consent()
  await expect(new TasksPanel(page).task(TASK)).toBeVisible()
}

async function drawPicture(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0)
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete))
  const path = fileURLToPath(new URL(`../../demo-spa/docs/${name}.png`, import.meta.url))
  await page.screenshot({ path, animations: 'disabled' })
}
