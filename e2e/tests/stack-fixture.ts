import { test as base } from '@playwright/test'
import type { EchoApi } from '../world/echo/start-echo.ts'
import { type Stack, startStack } from '../world/stack.ts'
import type { World } from '../world/world.ts'

/** What a project of `playwright.config.ts` decides. */
export interface StackSettings {
  /** Where the BFF keeps its sessions. */
  store: 'memory' | 'redis'
  /** Starts another stack, in which `/api/echo` is there. */
  withEcho: boolean
}

interface WorkerFixtures extends StackSettings {
  /** The built product over https, its providers on another site. */
  stack: Stack
}

interface TestFixtures {
  /** The emulated providers, back at their seed before each test. */
  world: World
  /** The API of `withEcho`, reset before each test. */
  echo: EchoApi
  /** Opens a path of the app; `/` by default. */
  open: (path?: string) => Promise<void>
}

const STACK_TIMEOUT_MS = 60_000

/** `test` with the product running, and addresses relative to the app. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  store: ['memory', { option: true, scope: 'worker' }],
  withEcho: [false, { option: true, scope: 'worker' }],
  stack: [
    async ({ store, withEcho }, use) => {
      const stack = await startStack({ https: true, store, echo: withEcho })
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
  echo: async ({ stack }, use) => {
    if (!stack.echo) throw new Error('this test needs `withEcho: true`')
    stack.echo.reset()
    await use(stack.echo)
  },
  open: ({ page }, use) =>
    use(async (path = '/') => {
      await page.goto(path)
    }),
})

export { expect } from '@playwright/test'
