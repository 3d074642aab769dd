import type { Locator, Page } from '@playwright/test'

/** Who is signed in, what is connected, and the way out. */
export class AccountPage {
  readonly #page: Page
  /** The avatar in the header of every page. */
  readonly menuButton: Locator

  constructor(page: Page) {
    this.#page = page
    this.menuButton = page.getByRole('button', { name: 'Account', exact: true })
  }

  async open(): Promise<void> {
    await this.menuButton.click()
    await this.#page.getByRole('link', { name: 'Account and connections' }).click()
    await this.#page.getByRole('heading', { name: 'Account', level: 1 }).waitFor()
  }

  connection(provider: 'GitHub' | 'Google'): Locator {
    return this.#page.getByRole('article', { name: provider })
  }

  async signOut(): Promise<void> {
    await this.menuButton.click()
    await this.#page.getByRole('button', { name: 'Sign out' }).first().click()
  }
}
