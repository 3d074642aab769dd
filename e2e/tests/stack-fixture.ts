import { test as base } from '@playwright/test'
import { AccountPage } from '../pages/AccountPage.ts'
import { BoardPage } from '../pages/BoardPage.ts'
import { GithubAuthorizePage } from '../pages/GithubAuthorizePage.ts'
import { GoogleConsentPage } from '../pages/GoogleConsentPage.ts'
import { SignInPage } from '../pages/SignInPage.ts'
import { type Stack, startStack } from '../world/stack.ts'
import type { World } from '../world/world.ts'

/** What a project of `playwright.config.ts` decides. */
export interface StackSettings {
  /** Where the BFF keeps its sessions. */
  store: 'memory' | 'redis'
}

interface WorkerFixtures extends StackSettings {
  /** The built product over https, its providers on another site. */
  stack: Stack
}

interface TestFixtures {
  /** The emulated providers, back at their seed before each test. */
  world: World
  signInPage: SignInPage
  githubPage: GithubAuthorizePage
  googlePage: GoogleConsentPage
  boardPage: BoardPage
  accountPage: AccountPage
}

const STACK_TIMEOUT_MS = 60_000

/** `test` with the product running, its pages at hand, and `/` meaning the app. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  store: ['memory', { option: true, scope: 'worker' }],
  stack: [
    async ({ store }, use) => {
      const stack = await startStack({ https: true, store })
      await use(stack)
      await stack.stop()
    },
    { scope: 'worker', timeout: STACK_TIMEOUT_MS },
  ],
  baseURL: ({ stack }, use) => use(stack.appUrl),
  world: [
    async ({ stack }, use) => {
      stack.world.reset()
      await use(stack.world)
    },
    { auto: true },
  ],
  signInPage: ({ page }, use) => use(new SignInPage(page)),
  githubPage: ({ page }, use) => use(new GithubAuthorizePage(page)),
  googlePage: ({ page }, use) => use(new GoogleConsentPage(page)),
  boardPage: ({ page }, use) => use(new BoardPage(page)),
  accountPage: ({ page }, use) => use(new AccountPage(page)),
})

export { expect } from '@playwright/test'
