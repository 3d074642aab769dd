import { defineConfig } from '@playwright/test'
import { findProgram } from './scripts/programs.mjs'
import type { StackSettings } from './tests/stack-fixture.ts'

const chromium = findProgram('chromium')
const redis = findProgram('redis')

/** What depends on where sessions are kept is proven with both stores. */
const BOTH_STORES = ['**/story.spec.ts', '**/login-edges.spec.ts']
/** Only a store outside the BFF's process can be away. */
const REDIS_ONLY = ['**/*redis*.spec.ts', '**/*outage*.spec.ts']

export default defineConfig<object, StackSettings>({
  testDir: 'tests',
  outputDir: 'test-results/browser',
  // One stack, one browser: the product is what is tested, not how many of it fit on a machine.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI === 'true',
  reporter: [['list'], ['json', { outputFile: 'test-results/browser.json' }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    ignoreHTTPSErrors: true,
    // Recording costs every test a third of its time; ask for it when one fails.
    trace: process.env.TRACE ? 'on' : 'off',
    launchOptions: {
      ...(chromium && { executablePath: chromium }),
      args: [
        // The world's public names; the comma belongs to one argument.
        '--host-resolver-rules=MAP *.example.test 127.0.0.1, MAP *.other.test 127.0.0.1',
        '--no-first-run',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Chromium refuses its sandbox to root, which is who runs in a container.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    },
  },
  projects: [
    { name: 'memory', testIgnore: REDIS_ONLY, use: { store: 'memory' } },
    ...(redis
      ? [{ name: 'redis', testMatch: [...BOTH_STORES, ...REDIS_ONLY], use: { store: 'redis' as const } }]
      : []),
  ],
})
