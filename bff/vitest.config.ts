import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Limits for what would never come; tests that promise a time measure it. Reaching a Redis anew alone takes
    // seconds: its silence is noticed, an attempt to connect hangs, and a pause precedes the next one.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    reporters: ['default', ['json', { outputFile: 'test-results/unit.json' }]],
  },
})
