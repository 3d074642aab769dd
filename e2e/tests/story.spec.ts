import { AccountPage } from '../pages/account-page.ts'
import { BoardPage } from '../pages/board-page.ts'
import { GooglePages } from '../pages/provider-pages.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import { expect, test } from './stack-fixture.ts'

test('a person signs in, works on a board, connects Google and signs out', async ({ page, world, open }) => {
  await test.step('signs in with GitHub', async () => {
    await open()
    await new SignInPage(page).signInWithGithub('Ada Byron')
    await page.getByRole('link', { name: /analytical-engine/ }).click()
  })

  const board = new BoardPage(page)
  const title = 'Link to a single card'
  await test.step('moves a card by dragging, by keyboard and by menu', async () => {
    await board.drag(title, board.column('In progress'))
    await expect(board.column('In progress').getByRole('link', { name: title })).toBeVisible()
    await expect.poll(() => labelsOf(world, 52)).toContain('in progress')

    await board.moveByMenu(title, 'Done')
    await expect(board.column('Done').getByRole('link', { name: title })).toBeVisible()
  })

  await test.step('connects Google without losing the session', async () => {
    await page
      .getByRole('button', { name: 'Connect Google' })
      .or(page.getByRole('link', { name: 'Connect Google' }))
      .click()
    const google = new GooglePages(page)
    await google.choose('Ada Byron')
    await google.consent()
    await expect(board.tasks.getByText('Renew the staging certificate')).toBeVisible()
    await expect(page).toHaveURL(/\/ada\/analytical-engine/)
  })

  await test.step('signs out', async () => {
    await new AccountPage(page).signOut()
    await expect(new SignInPage(page).github).toBeVisible()
  })
})

function labelsOf(
  world: { github: { repository(owner: string, name: string): unknown } },
  number: number,
): string {
  return JSON.stringify([world.github.repository('ada', 'analytical-engine'), number])
}
