import type { Locator, Page } from '@playwright/test'

/** The emulated GitHub's sign-in and consent. */
export class GithubPages {
  readonly authorizeButton: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.authorizeButton = page.getByRole('button', { name: 'Authorize' })
  }

  account(name: string): Locator {
    return this.#page.getByRole('button', { name })
  }

  async choose(name: string): Promise<void> {
    await this.account(name).click()
  }

  async authorize(): Promise<void> {
    await this.authorizeButton.click()
  }

  async cancel(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Cancel' }).click()
  }
}

/** The emulated Google's sign-in and consent. */
export class GooglePages {
  readonly continueButton: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.continueButton = page.getByRole('button', { name: 'Continue' })
  }

  account(name: string): Locator {
    return this.#page.getByRole('button', { name })
  }

  async choose(name: string): Promise<void> {
    await this.account(name).click()
  }

  /** @param refused Labels of the boxes to untick first. */
  async consent(refused: readonly RegExp[] = []): Promise<void> {
    for (const label of refused) await this.#page.getByRole('checkbox', { name: label }).uncheck()
    await this.continueButton.click()
  }

  async cancel(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Cancel' }).click()
  }
}
