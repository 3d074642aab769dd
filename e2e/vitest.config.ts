import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Limits for what would never come: whole programs are started here, and a busy machine takes its time.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    include: ['{world,scripts,bench}/**/*.test.ts'],
    reporters: ['default', ['json', { outputFile: 'test-results/unit.json' }]],
  },
})
