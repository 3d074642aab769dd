import type { Locator, Page } from '@playwright/test'

/** The emulated Google's account choice and granular consent. */
export class GoogleConsentPage {
  readonly #page: Page
  readonly continueButton: Locator
  readonly cancelButton: Locator

  constructor(page: Page) {
    this.#page = page
    this.continueButton = page.getByRole('button', { name: 'Continue', exact: true })
    this.cancelButton = page.getByRole('button', { name: 'Cancel' })
  }

  /** Picks an account; the consent page follows. */
  async choose(person: string): Promise<void> {
    await this.#page.getByRole('button', { name: new RegExp(person) }).click()
    await this.continueButton.waitFor()
  }

  /** The box that grants one scope. */
  scope(description: RegExp): Locator {
    return this.#page.getByRole('checkbox', { name: description })
  }
}
