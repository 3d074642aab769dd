import { BOARD_PATH } from '../pages/BoardPage.ts'
import { expect, test } from './stack-fixture.ts'

const IN_PROGRESS = 'Dark mode for the result table'
const TO_DO = 'Search in the card library'
const CREATED = 'Print the table of note G'

test('a person signs in with GitHub, works on a board, connects Google, and signs out', async ({
  page,
  world,
  signInPage,
  googlePage,
  boardPage,
  accountPage,
}) => {
  const issueOf = (title: string) =>
    world.github.repository('ada', 'analytical-engine')?.issues.find((issue) => issue.title === title)

  await test.step('signs in and opens a board', async () => {
    await signInPage.signInWithGithub()
    await page.getByRole('link', { name: 'ada/analytical-engine' }).click()
    await expect(boardPage.card(IN_PROGRESS, 'In progress')).toBeVisible()
    await expect(boardPage.card(TO_DO, 'To do')).toBeVisible()
  })

  await test.step('moves cards by mouse, by keyboard and by menu', async () => {
    await boardPage.drag(TO_DO, 'To do', 'In progress')
    await expect(boardPage.card(TO_DO, 'In progress')).toBeVisible()
    await expect.poll(() => issueOf(TO_DO)?.labels.map(({ name }) => name)).toContain('in progress')

    await boardPage.moveRightByKeyboard(IN_PROGRESS, 'In progress', 'Done')
    await expect(boardPage.card(IN_PROGRESS, 'Done')).toBeVisible()
    await expect.poll(() => issueOf(IN_PROGRESS)?.state).toBe('closed')

    await boardPage.moveByMenu(TO_DO, 'In progress', 'To do')
    await expect.poll(() => issueOf(TO_DO)?.labels.map(({ name }) => name)).not.toContain('in progress')
  })

  await test.step('creates an issue, comments on it and closes it', async () => {
    await boardPage.createIssue(CREATED, 'On *paper*.')
    await boardPage.openIssue(CREATED, 'To do')
    await boardPage.comment('In Bernoulli’s order.')
    await expect(boardPage.dialog.getByText('In Bernoulli’s order.')).toBeVisible()
    await expect
      .poll(() => issueOf(CREATED)?.comments.map(({ body }) => body))
      .toEqual(['In Bernoulli’s order.'])

    await boardPage.dialog.getByRole('button', { name: 'Close issue' }).click()
    await expect.poll(() => issueOf(CREATED)?.state).toBe('closed')
    await boardPage.closeDialog()
  })

  await test.step('connects Google without losing the session, and sees tasks', async () => {
    await boardPage.connectGoogleButton.click()
    await googlePage.choose('Ada Byron')
    await googlePage.continueButton.click()

    await expect(page).toHaveURL(new RegExp(`${BOARD_PATH}$`))
    await expect(boardPage.tasks.getByText('Prepare the demo of the new board')).toBeVisible()
    await expect(boardPage.card(TO_DO, 'To do')).toBeVisible()
  })

  await test.step('adds an issue to the tasks', async () => {
    await boardPage.openIssue(TO_DO, 'To do')
    await boardPage.addToTasks('2031-05-17')
    await expect(page.getByText(/is in your tasks/)).toBeVisible()
    await boardPage.closeDialog()
    await expect(boardPage.tasks.getByText(TO_DO)).toBeVisible()
  })

  await test.step('looks at the account and signs out', async () => {
    await accountPage.open()
    await expect(accountPage.connection('GitHub')).toContainText('Connected')
    await expect(accountPage.connection('Google')).toContainText('ada@example.com')
    await accountPage.signOut()
    await expect(signInPage.githubButton).toBeVisible()
  })
})
