import type { Locator, Page } from '@playwright/test'

/** Titles of the board's columns, from left to right. */
export type ColumnTitle = 'To do' | 'In progress' | 'Done'

/** The board of one repository. */
export class BoardPage {
  /** The project with issues in every state. */
  static readonly path = '/ada/analytical-engine'

  readonly search: Locator
  readonly newIssue: Locator
  readonly tasksToggle: Locator
  /** Short messages that go away by themselves. */
  readonly notifications: Locator
  /** Says that the network or the server is away. */
  readonly banner: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.search = page.getByRole('searchbox', { name: 'Search issues' })
    this.newIssue = page.getByRole('button', { name: 'New issue' })
    this.tasksToggle = page.getByRole('button', { name: 'Tasks', exact: true })
    this.notifications = page.getByRole('status', { name: 'Notifications' })
    this.banner = page.getByText(/^(You are offline|Reconnecting…)/)
  }

  column(title: ColumnTitle): Locator {
    return this.#page.getByRole('region', { name: title, exact: true })
  }

  /** A card wherever it is, or the one in a given column. */
  card(title: string, column?: ColumnTitle): Locator {
    const cards = (column ? this.column(column) : this.#page).getByRole('listitem')
    return cards.filter({ has: this.#page.getByRole('link', { name: title, exact: true }) })
  }

  filter(label: 'Label' | 'Assignee' | 'Milestone'): Locator {
    return this.#page.getByRole('combobox', { name: label })
  }

  async openIssue(title: string): Promise<void> {
    await this.#page.getByRole('link', { name: title, exact: true }).click()
  }

  async createIssue(title: string, description: string): Promise<void> {
    await this.newIssue.click()
    const dialog = this.#page.getByRole('dialog', { name: 'New issue' })
    await dialog.getByLabel('Title').fill(title)
    await dialog.getByLabel('Description').fill(description)
    await dialog.getByRole('button', { name: 'Create issue' }).click()
    await dialog.waitFor({ state: 'detached' })
  }

  /** Moves a card as a person without a mouse may: by its menu. */
  async moveByMenu(title: string, to: ColumnTitle): Promise<void> {
    await this.card(title)
      .getByRole('button', { name: /^Move #\d+ to/ })
      .click()
    await this.#page.getByRole('menuitemradio', { name: to }).click()
  }

  /** Moves a card one column to the right with nothing but keys, as a screen reader's user hears it. */
  async moveRightByKeyboard(title: string, to: ColumnTitle): Promise<void> {
    await this.holdOverRightByKeyboard(title, to)
    await this.#page.keyboard.press('Space')
    await this.#announced(`was dropped into ${to}.`)
  }

  /** Picks a card up with the keyboard and carries it one column to the right, without dropping it. */
  async holdOverRightByKeyboard(title: string, to: ColumnTitle): Promise<void> {
    await this.card(title)
      .getByRole('button', { name: /^Drag #/ })
      .focus()
    await this.#page.keyboard.press('Space')
    // Said when the card is measured where it lies; keys pressed before that are not heard.
    await this.#announced(/ is over /)
    await this.#page.keyboard.press('ArrowRight')
    await this.#announced(`is over ${to}.`)
  }

  /** Moves a card by dragging it with the mouse, in steps, as a hand does. */
  async drag(title: string, to: ColumnTitle): Promise<void> {
    const card = this.card(title)
    await card.scrollIntoViewIfNeeded()
    const from = await card.boundingBox()
    const target = await this.column(to).boundingBox()
    if (!from || !target) throw new Error('the card or the column is not on the screen')
    await this.#page.mouse.move(from.x + from.width / 2, from.y + 14)
    await this.#page.mouse.down()
    await this.#page.mouse.move(from.x + from.width / 2 + 20, from.y + 30, { steps: 5 })
    await this.#page.mouse.move(target.x + target.width / 2, target.y + 120, { steps: 12 })
    await this.#page.mouse.up()
  }

  async #announced(text: string | RegExp): Promise<void> {
    await this.#page.getByText(text).waitFor({ state: 'attached' })
  }
}
