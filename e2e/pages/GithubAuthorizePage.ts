import type { Locator, Page } from '@playwright/test'

/** The emulated GitHub's account choice and consent. */
export class GithubAuthorizePage {
  readonly #page: Page
  readonly authorizeButton: Locator
  readonly cancelButton: Locator

  constructor(page: Page) {
    this.#page = page
    this.authorizeButton = page.getByRole('button', { name: /^Authorize/ })
    this.cancelButton = page.getByRole('button', { name: 'Cancel' })
  }

  /** Picks an account; the consent page follows. */
  async choose(person: string): Promise<void> {
    await this.#page.getByRole('button', { name: new RegExp(person) }).click()
    await this.authorizeButton.waitFor()
  }
}
