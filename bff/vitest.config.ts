import { defineConfig } from 'vitest/config'

/** Tests that measure a time, a size, or what happens while several processes run: nothing else may run beside them. */
const ALONE = [
  'src/cli/**/*.test.ts',
  'test/{cluster,contracts,faults,hostile,model}/**/*.test.ts',
  'test/flows/{proxy-failures,store-outage,websocket-*}.test.ts',
]

export default defineConfig({
  test: {
    // Limits for what would never come; tests that promise a time measure it. Reaching a Redis anew alone takes
    // seconds: its silence is noticed, an attempt to connect hangs, and a pause precedes the next one.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    reporters: ['default', ['json', { outputFile: 'test-results/unit.json' }]],
    projects: [
      {
        extends: true,
        test: {
          name: 'side by side',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ALONE,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
})
