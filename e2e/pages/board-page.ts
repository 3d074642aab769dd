import type { Locator, Page } from '@playwright/test'

/** The board of one repository. */
export class BoardPage {
  readonly search: Locator
  readonly newIssue: Locator
  readonly tasks: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.search = page.getByRole('searchbox', { name: 'Search issues' })
    this.newIssue = page.getByRole('button', { name: 'New issue' })
    this.tasks = page.getByRole('complementary', { name: 'My tasks' })
  }

  column(title: 'To do' | 'In progress' | 'Done'): Locator {
    return this.#page.getByRole('region', { name: title, exact: true })
  }

  card(title: string): Locator {
    return this.#page
      .getByRole('listitem')
      .filter({ has: this.#page.getByRole('link', { name: title, exact: true }) })
  }

  async openIssue(title: string): Promise<void> {
    await this.#page.getByRole('link', { name: title, exact: true }).click()
  }

  /** Moves a card as a person without a mouse may: by its menu. */
  async moveByMenu(title: string, to: string): Promise<void> {
    await this.card(title)
      .getByRole('button', { name: /^Move #\d+ to/ })
      .click()
    await this.#page
      .getByRole('menuitemradio', { name: to })
      .or(this.#page.getByRole('menuitem', { name: to }))
      .click()
  }

  /** Moves a card by dragging it with the mouse, in steps, as a hand does. */
  async drag(title: string, to: Locator): Promise<void> {
    const from = await this.card(title).boundingBox()
    const target = await to.boundingBox()
    if (!from || !target) throw new Error('the card or the column is not on the screen')
    await this.#page.mouse.move(from.x + from.width / 2, from.y + 14)
    await this.#page.mouse.down()
    await this.#page.mouse.move(from.x + from.width / 2 + 20, from.y + 30, { steps: 5 })
    await this.#page.mouse.move(target.x + target.width / 2, target.y + 120, { steps: 12 })
    await this.#page.mouse.up()
  }
}
