import type { Locator, Page } from '@playwright/test'

/** An issue opened over the board. */
export class IssueDrawer {
  readonly dialog: Locator
  readonly close: Locator
  readonly closeIssue: Locator
  readonly reopenIssue: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.dialog = page.getByRole('dialog', { name: /#\d+$/ })
    this.close = this.dialog.getByRole('button', { name: 'Close', exact: true })
    this.closeIssue = this.dialog.getByRole('button', { name: 'Close issue' })
    this.reopenIssue = this.dialog.getByRole('button', { name: 'Reopen issue' })
  }

  heading(title: string): Locator {
    return this.dialog.getByRole('heading', { name: title, exact: true })
  }

  async edit({ title, description }: { title: string; description: string }): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Edit', exact: true }).click()
    await this.dialog.getByLabel('Title').fill(title)
    await this.dialog.getByLabel('Description').fill(description)
    await this.dialog.getByRole('button', { name: 'Save' }).click()
  }

  async comment(text: string): Promise<void> {
    await this.dialog.getByRole('textbox', { name: 'Comment' }).fill(text)
    await this.dialog.getByRole('button', { name: 'Add comment' }).click()
  }

  /** @param dueDate `YYYY-MM-DD`. */
  async addToTasks(dueDate: string): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Add to my tasks' }).click()
    const form = this.#page.getByRole('dialog', { name: 'Add to my tasks' })
    await form.getByLabel('Due date').fill(dueDate)
    await form.getByRole('button', { name: 'Add task' }).click()
    await form.waitFor({ state: 'hidden' })
  }
}
