import type { Locator, Page } from '@playwright/test'
import { GithubAuthorizePage } from './GithubAuthorizePage.ts'

/** What the app shows while nobody is signed in, at every address. */
export class SignInPage {
  readonly #page: Page
  readonly githubButton: Locator
  readonly googleButton: Locator
  /** Says why a login did not work out. */
  readonly failure: Locator

  constructor(page: Page) {
    this.#page = page
    this.githubButton = page.getByRole('button', { name: 'Continue with GitHub' })
    this.googleButton = page.getByRole('button', { name: 'Continue with Google' })
    this.failure = page.getByRole('alert')
  }

  /** Opens the app and signs in through GitHub's pages with real clicks, back to where it began. */
  async signInWithGithub(path = '/', person = 'Ada Byron'): Promise<void> {
    await this.#page.goto(path)
    await this.githubButton.click()

    const github = new GithubAuthorizePage(this.#page)
    await github.choose(person)
    await github.authorizeButton.click()
    await this.#page.getByRole('button', { name: 'Account', exact: true }).waitFor()
  }
}
