import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // A condition that is waited for comes when it comes; a busy machine must not fail a test.
    expect: { poll: { timeout: 5000 } },
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    reporters: ['default', ['json', { outputFile: 'test-results/unit.json' }]],
  },
})
