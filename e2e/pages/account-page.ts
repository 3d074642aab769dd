import type { Locator, Page } from '@playwright/test'

/** The account page and the menu that leads there. */
export class AccountPage {
  static readonly path = '/account'

  /** The picture at the right of every signed-in page. */
  readonly menu: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.menu = page.getByRole('button', { name: 'Account', exact: true })
  }

  connection(provider: 'GitHub' | 'Google'): Locator {
    return this.#page.getByRole('article', { name: provider, exact: true })
  }

  /** What a connection allows or lacks, by the name people see. */
  scope(provider: 'GitHub' | 'Google', name: string): Locator {
    return this.connection(provider).getByRole('listitem').filter({ hasText: name })
  }

  async open(): Promise<void> {
    await this.menu.click()
    await this.#page.getByRole('link', { name: 'Account and connections' }).click()
    await this.#page.getByRole('heading', { name: 'Account', level: 1 }).waitFor()
  }

  async disconnect(provider: 'GitHub' | 'Google'): Promise<void> {
    await this.connection(provider)
      .getByRole('button', { name: `Disconnect ${provider}` })
      .click()
    await this.#page
      .getByRole('dialog', { name: `Disconnect ${provider}?` })
      .getByRole('button', { name: `Disconnect ${provider}` })
      .click()
  }

  /** Signs out by the menu, which is on every page. */
  async signOut(): Promise<void> {
    await this.menu.click()
    await this.#page
      .getByRole('dialog', { name: 'Account', exact: true })
      .getByRole('button', { name: 'Sign out' })
      .click()
  }
}
