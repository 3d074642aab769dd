import { defineConfig } from '@playwright/test'
import { findProgram } from './scripts/programs.mjs'
import type { StackSettings } from './tests/stack-fixture.ts'

const chromium = findProgram('chromium')
const redis = findProgram('redis')

/** Tests that say as much about where sessions are kept as about the browser. */
const STORE_TESTS = ['story.test.ts', 'session.test.ts']
const OUTAGE_TESTS = ['store-outage.test.ts']

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
    trace: 'retain-on-failure',
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
    { name: 'memory', testIgnore: OUTAGE_TESTS, use: { store: 'memory' } },
    ...(redis
      ? [{ name: 'redis', testMatch: [...STORE_TESTS, ...OUTAGE_TESTS], use: { store: 'redis' as const } }]
      : []),
  ],
})
