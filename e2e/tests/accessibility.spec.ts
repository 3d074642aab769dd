import { AccountPage } from '../pages/account-page.ts'
import { BoardPage } from '../pages/board-page.ts'
import { IssueDrawer } from '../pages/issue-drawer.ts'
import { GithubPages, GooglePages } from '../pages/provider-pages.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import { TasksPanel } from '../pages/tasks-panel.ts'
import { expectAccessible } from './expect-accessible.ts'
import { expect, test } from './stack-fixture.ts'

const CARD = 'Export results as CSV'
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 780 } }

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test.describe(`${colorScheme} and ${size}`, () => {
      test.use({ colorScheme, viewport })

      test('the way in and the board can be used by everybody', async ({ page, open }) => {
        const board = new BoardPage(page)
        const drawer = new IssueDrawer(page)
        const github = new GithubPages(page)

        await open()
        await expect(new SignInPage(page).github).toBeVisible()
        await expectAccessible(page, 'sign-in')

        await new SignInPage(page).github.click()
        await expect(github.account('Ada Byron')).toBeVisible()
        await expectAccessible(page, 'GitHub’s account choice')
        await github.choose('Ada Byron')
        await expect(github.authorizeButton).toBeVisible()
        await expectAccessible(page, 'GitHub’s consent')
        await github.authorize()

        await expect(page.getByRole('link', { name: 'ada/analytical-engine' })).toBeVisible()
        await expectAccessible(page, 'repositories')

        await open(`${BoardPage.path}?tasks=closed`)
        await expect(board.card(CARD)).toBeVisible()
        await expectAccessible(page, 'board')

        await board.openIssue(CARD)
        await expect(drawer.dialog.getByText('Quoted, with a test.')).toBeVisible()
        await expectAccessible(page, 'issue')
        await drawer.close.click()

        await board.newIssue.click()
        await expect(page.getByRole('dialog', { name: 'New issue' })).toBeVisible()
        await expectAccessible(page, 'new issue')
      })

      test('the tasks and the account can be used by everybody', async ({ page, open }) => {
        const tasks = new TasksPanel(page)
        const google = new GooglePages(page)
        await open(`${BoardPage.path}?tasks=open`)
        await new SignInPage(page).signInWithGithub('Ada Byron')
        await expect(tasks.connectGoogle).toBeVisible()
        await expectAccessible(page, 'tasks before Google is connected')

        await tasks.connectGoogle.click()
        await expect(google.account('Ada Byron')).toBeVisible()
        await expectAccessible(page, 'Google’s account choice')
        await google.choose('Ada Byron')
        await expect(google.continueButton).toBeVisible()
        await expectAccessible(page, 'Google’s consent')
        await google.consent()

        await expect(tasks.task('Renew the staging certificate')).toBeVisible()
        await expectAccessible(page, 'tasks')

        await open(AccountPage.path)
        await expect(new AccountPage(page).scope('Google', 'Tasks')).toBeVisible()
        await expectAccessible(page, 'account')
        await new AccountPage(page).connection('Google').getByRole('button', { name: 'Disconnect' }).click()
        await expect(page.getByRole('dialog', { name: 'Disconnect Google?' })).toBeVisible()
        await expectAccessible(page, 'disconnect')

        await open('/nowhere')
        await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
        await expectAccessible(page, 'not found')
      })
    })
  }
}
