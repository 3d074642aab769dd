import type { Page } from '@playwright/test'

/** The emulated GitHub's sign-in and consent. */
export class GithubPages {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async choose(name: string): Promise<void> {
    await this.#page.getByRole('button', { name }).click()
  }

  async authorize(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Authorize' }).click()
  }

  async cancel(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Cancel' }).click()
  }
}

/** The emulated Google's sign-in and consent. */
export class GooglePages {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async choose(name: string): Promise<void> {
    await this.#page.getByRole('button', { name }).click()
  }

  /** @param refused Labels of the boxes to untick first. */
  async consent(refused: readonly RegExp[] = []): Promise<void> {
    for (const label of refused) await this.#page.getByRole('checkbox', { name: label }).uncheck()
    await this.#page.getByRole('button', { name: 'Continue' }).click()
  }

  async cancel(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Cancel' }).click()
  }
}
