import { AccountPage } from '../pages/account-page.ts'
import { BoardPage } from '../pages/board-page.ts'
import { IssueDrawer } from '../pages/issue-drawer.ts'
import { GooglePages } from '../pages/provider-pages.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import { TasksPanel } from '../pages/tasks-panel.ts'
import { findIssue, labelsOf } from './find-issue.ts'
import { expect, test } from './stack-fixture.ts'

const DRAGGED = 'Link to a single card'
const CARRIED = 'Dark mode for the result table'
const MENU_MOVED = 'Translate the interface into French'
const CREATED = 'Print the table of note G'
const RENAMED = 'Print the whole of note G'
const TASK = 'Prepare the demo of the new board'

test('a person signs in with GitHub, moves work across the board and signs out', async ({
  page,
  world,
  open,
}) => {
  const board = new BoardPage(page)

  await test.step('signs in with GitHub and opens a repository', async () => {
    await open()
    await new SignInPage(page).signInWithGithub('Ada Byron')
    await page.getByRole('link', { name: 'ada/analytical-engine' }).click()
    await expect(page).toHaveURL(BoardPage.path)
    await expect(board.card(DRAGGED, 'To do')).toBeVisible()
  })

  await test.step('moves a card with the mouse', async () => {
    await board.drag(DRAGGED, 'In progress')
    await expect(board.card(DRAGGED, 'In progress')).toBeVisible()
    await expect.poll(() => labelsOf(findIssue(world, DRAGGED))).toContain('in progress')
  })

  await test.step('moves a card with the keyboard, which stays on it', async () => {
    await board.moveRightByKeyboard(CARRIED, 'Done')
    await expect(board.card(CARRIED, 'Done').getByRole('button', { name: /^Drag #/ })).toBeFocused()
    await expect.poll(() => findIssue(world, CARRIED)).toMatchObject({ state: 'closed' })
    expect(labelsOf(findIssue(world, CARRIED))).not.toContain('in progress')
  })

  await test.step('moves a card by its menu', async () => {
    await board.moveByMenu(MENU_MOVED, 'In progress')
    await expect(board.card(MENU_MOVED, 'In progress')).toBeVisible()
    await expect.poll(() => labelsOf(findIssue(world, MENU_MOVED))).toContain('in progress')
  })

  await test.step('finds everything as it was left after a reload', async () => {
    await page.reload()
    await expect(board.card(DRAGGED, 'In progress')).toBeVisible()
    await expect(board.card(CARRIED, 'Done')).toBeVisible()
    await expect(board.card(MENU_MOVED, 'In progress')).toBeVisible()
  })

  await test.step('signs out, and a reload does not bring the session back', async () => {
    await new AccountPage(page).signOut()
    await expect(new SignInPage(page).github).toBeVisible()
    // The app loads itself anew after a sign-out, and a page on its way out cannot be reloaded.
    await expect(async () => {
      await page.reload()
    }).toPass()
    await expect(new SignInPage(page).github).toBeVisible()
  })
})

test('an issue is written, changed, discussed, closed, reopened and found again', async ({
  page,
  world,
  open,
}) => {
  const board = new BoardPage(page)
  const drawer = new IssueDrawer(page)
  await open(BoardPage.path)
  await new SignInPage(page).signInWithGithub('Ada Byron')

  await test.step('creates an issue', async () => {
    await board.createIssue(CREATED, 'On *paper*.')
    await expect(board.card(CREATED, 'To do')).toBeVisible()
    expect(findIssue(world, CREATED)).toMatchObject({ body: 'On *paper*.', author: { login: 'ada' } })
  })

  await test.step('edits it and comments on it', async () => {
    await board.openIssue(CREATED)
    await expect(page).toHaveURL(`${BoardPage.path}/issues/${findIssue(world, CREATED).number}`)
    await drawer.edit({ title: RENAMED, description: 'On **good** paper.' })
    await expect(drawer.heading(RENAMED)).toBeVisible()
    await expect.poll(() => findIssue(world, RENAMED).body).toBe('On **good** paper.')

    await drawer.comment('In Bernoulli’s order.')
    await expect(drawer.dialog.getByRole('listitem').getByText('In Bernoulli’s order.')).toBeVisible()
    expect(findIssue(world, RENAMED).comments).toMatchObject([{ body: 'In Bernoulli’s order.' }])
  })

  await test.step('closes and reopens it', async () => {
    await drawer.closeIssue.click()
    await expect(drawer.reopenIssue).toBeVisible()
    await expect.poll(() => findIssue(world, RENAMED).state).toBe('closed')

    await drawer.reopenIssue.click()
    await expect(drawer.closeIssue).toBeVisible()
    await expect.poll(() => findIssue(world, RENAMED).state).toBe('open')
    await drawer.close.click()
    await expect(board.card(RENAMED, 'To do')).toBeVisible()
  })

  await test.step('finds it by search and filters, which a link carries', async () => {
    await board.search.fill('paper')
    await expect(board.card(DRAGGED)).toBeHidden()
    await expect(board.card(RENAMED)).toBeVisible()
    await expect(page).toHaveURL(`${BoardPage.path}?q=paper`)

    await board.filter('Assignee').selectOption('katherine')
    await expect(board.card(RENAMED)).toBeHidden()
    await board.search.fill('')
    await expect(board.card(CARRIED)).toBeVisible()
    await expect(page).toHaveURL(`${BoardPage.path}?assignee=katherine`)

    await page.reload()
    await expect(board.card(CARRIED)).toBeVisible()
    await expect(board.card(RENAMED)).toBeHidden()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect(board.card(RENAMED)).toBeVisible()
    await expect(page).toHaveURL(BoardPage.path)
  })
})

test('Google is connected beside the session, brings tasks, and is given back', async ({
  page,
  world,
  open,
}) => {
  const board = new BoardPage(page)
  const tasks = new TasksPanel(page)
  const account = new AccountPage(page)
  const taskNamed = (title: string) =>
    world.google.tasks('ada@example.com').find((task) => task.title === title)
  const address = `${BoardPage.path}?label=enhancement`
  await open(address)
  await new SignInPage(page).signInWithGithub('Ada Byron')

  await test.step('connects Google and is back on the same board, still signed in', async () => {
    await tasks.connectGoogle.click()
    const google = new GooglePages(page)
    await google.choose('Ada Byron')
    await google.consent()
    await expect(tasks.task(TASK)).toBeVisible()
    await expect(page).toHaveURL(address)
    await expect(board.card(DRAGGED, 'To do')).toBeVisible()
  })

  await test.step('completes a task', async () => {
    await tasks.checkbox(TASK).check()
    await expect.poll(() => taskNamed(TASK)?.status).toBe('completed')
  })

  await test.step('makes a task of an issue, with a due date', async () => {
    await board.openIssue(DRAGGED)
    const drawer = new IssueDrawer(page)
    await drawer.addToTasks('2031-05-17')
    expect(taskNamed(DRAGGED)).toMatchObject({ status: 'needsAction', due: '2031-05-17T00:00:00.000Z' })
    await drawer.close.click()
    await tasks.task(DRAGGED).getByRole('link').click()
    await expect(drawer.heading(DRAGGED)).toBeVisible()
    await drawer.close.click()
  })

  await test.step('sees on the account page who is connected and what they allow', async () => {
    await account.open()
    await expect(account.connection('GitHub')).toContainText('Connected')
    await expect(account.scope('GitHub', 'Repositories and issues')).toBeVisible()
    await expect(account.connection('Google')).toContainText('ada@example.com')
    await expect(account.scope('Google', 'Tasks')).not.toContainText('not allowed')
  })

  await test.step('disconnects Google, which revokes the grant there and keeps the session here', async () => {
    await account.disconnect('Google')
    await expect(account.connection('Google')).toContainText('Connect it to see your tasks')
    await expect(account.connection('GitHub')).toContainText('Connected')
    await expect.poll(() => world.google.requests.count({ kind: 'revocation', status: 200 })).toBe(1)

    await page.reload()
    await expect(account.connection('Google').getByRole('button', { name: 'Connect Google' })).toBeVisible()
    await expect(account.connection('GitHub')).toContainText('Connected')
  })
})

test('what was not ticked at Google is shown as missing, and can be allowed later', async ({
  page,
  open,
}) => {
  const tasks = new TasksPanel(page)
  const google = new GooglePages(page)
  const account = new AccountPage(page)
  await open(BoardPage.path)
  await new SignInPage(page).signInWithGithub('Ada Byron')

  await test.step('connects Google without ticking Tasks', async () => {
    await tasks.connectGoogle.click()
    await google.choose('Ada Byron')
    await google.consent([/your tasks/])
    await expect(tasks.allowTasks).toBeVisible()
  })

  await test.step('reads on the account page what is missing', async () => {
    await account.open()
    await expect(account.connection('Google')).toContainText('Allows too little')
    await expect(account.scope('Google', 'Tasks')).toContainText('not allowed')
  })

  await test.step('allows it, and the tasks are there', async () => {
    await account.connection('Google').getByRole('button', { name: 'Allow Tasks' }).click()
    await google.consent()
    await expect(page).toHaveURL(AccountPage.path)
    await expect(account.connection('Google')).toContainText('Connected')
    await open(BoardPage.path)
    await expect(tasks.task(TASK)).toBeVisible()
  })
})
