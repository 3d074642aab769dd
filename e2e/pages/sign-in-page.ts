import type { Locator, Page } from '@playwright/test'
import { GithubPages } from './provider-pages.ts'

/** The app's page for people who are not signed in. */
export class SignInPage {
  readonly github: Locator
  readonly google: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.github = page.getByRole('button', { name: 'Continue with GitHub' })
    this.google = page.getByRole('button', { name: 'Continue with Google' })
  }

  /** Signs in with a real click at the provider, as somebody who has never been there. */
  async signInWithGithub(name: string): Promise<void> {
    await this.github.click()
    const github = new GithubPages(this.#page)
    await github.choose(name)
    await github.authorize()
  }
}
