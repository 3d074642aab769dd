import type { Locator, Page } from '@playwright/test'

/** Titles of the board's columns. */
export type ColumnTitle = 'To do' | 'In progress' | 'Done'

/** The repository the tests work on: 48 issues in every state. */
export const BOARD_PATH = '/ada/analytical-engine'

/** A repository's board, with the issue opened over it and the tasks beside it. */
export class BoardPage {
  readonly #page: Page
  readonly search: Locator
  readonly tasks: Locator
  readonly connectGoogleButton: Locator
  /** The issue opened over the board, or the form of a new one. */
  readonly dialog: Locator
  readonly banner: Locator

  constructor(page: Page) {
    this.#page = page
    this.search = page.getByRole('searchbox', { name: 'Search issues' })
    this.tasks = page.getByRole('complementary', { name: 'My tasks' })
    this.connectGoogleButton = this.tasks.getByRole('button', { name: 'Connect Google' })
    this.dialog = page.getByRole('dialog')
    this.banner = page.getByText(/^Reconnecting…/)
  }

  column(title: ColumnTitle): Locator {
    return this.#page.getByRole('region', { name: title, exact: true })
  }

  card(title: string, column: ColumnTitle): Locator {
    return this.column(column)
      .getByRole('listitem')
      .filter({ has: this.#page.getByRole('link', { name: title }) })
  }

  /** Drags a card with the mouse, in steps, as a hand would. */
  async drag(title: string, from: ColumnTitle, to: ColumnTitle): Promise<void> {
    const start = await middleOf(this.card(title, from))
    const end = await middleOf(this.column(to).getByRole('heading', { level: 2 }))
    await this.#page.mouse.move(start.x, start.y)
    await this.#page.mouse.down()
    await this.#page.mouse.move(end.x, end.y + 60, { steps: 12 })
    await this.#page.mouse.up()
  }

  /** Moves a card one column to the right with nothing but the keyboard. */
  async moveRightByKeyboard(title: string, from: ColumnTitle, over: ColumnTitle): Promise<void> {
    await this.card(title, from)
      .getByRole('button', { name: /^Drag #/ })
      .focus()
    await this.#page.keyboard.press('Space')
    await this.#page.getByText(/^Picked up issue/).waitFor({ state: 'attached' })
    await this.#page.keyboard.press('ArrowRight')
    await this.#page.getByText(`is over ${over}.`).waitFor({ state: 'attached' })
    await this.#page.keyboard.press('Space')
  }

  async moveByMenu(title: string, from: ColumnTitle, to: ColumnTitle): Promise<void> {
    await this.card(title, from)
      .getByRole('button', { name: /^Move #/ })
      .click()
    await this.#page.getByRole('menuitem', { name: to }).click()
  }

  async createIssue(title: string, description: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'New issue' }).click()
    await this.dialog.getByLabel('Title').fill(title)
    await this.dialog.getByLabel('Description').fill(description)
    await this.dialog.getByRole('button', { name: 'Create issue' }).click()
    await this.dialog.waitFor({ state: 'detached' })
  }

  async openIssue(title: string, column: ColumnTitle): Promise<void> {
    await this.card(title, column).getByRole('link', { name: title }).click()
    await this.dialog.getByRole('heading', { name: title }).waitFor()
  }

  async comment(text: string): Promise<void> {
    await this.dialog.getByLabel('Comment', { exact: true }).fill(text)
    await this.dialog.getByRole('button', { name: 'Add comment' }).click()
  }

  /** @param dueDate `YYYY-MM-DD`. */
  async addToTasks(dueDate: string): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Add to my tasks' }).click()
    await this.#page.getByLabel('Due date').last().fill(dueDate)
    await this.#page.getByRole('button', { name: 'Add task' }).last().click()
  }

  async closeDialog(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Close', exact: true }).click()
    await this.dialog.waitFor({ state: 'detached' })
  }
}

async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  await locator.scrollIntoViewIfNeeded()
  const box = await locator.boundingBox()
  if (!box) throw new Error('not on the page')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
