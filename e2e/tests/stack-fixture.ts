import { test as base } from '@playwright/test'
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
  /** Opens a path of the app; `/` by default. */
  open: (path?: string) => Promise<void>
}

const STACK_TIMEOUT_MS = 60_000

/** `test` with the product running, and addresses relative to the app. */
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
  open: ({ page }, use) =>
    use(async (path = '/') => {
      await page.goto(path)
    }),
})

export { expect } from '@playwright/test'
