import type { Locator, Page } from '@playwright/test'

/** The account page and the menu that leads there. */
export class AccountPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  connection(provider: 'GitHub' | 'Google'): Locator {
    return this.#page
      .getByRole('region', { name: provider })
      .or(this.#page.getByRole('article', { name: provider }))
  }

  async open(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Account' }).click()
    await this.#page.getByRole('link', { name: 'Account and connections' }).click()
  }

  async signOut(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Account' }).click()
    await this.#page.getByRole('button', { name: 'Sign out' }).click()
  }
}
