import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['world/**/*.test.ts', 'scripts/**/*.test.ts'],
    reporters: ['default', ['json', { outputFile: 'test-results/unit.json' }]],
  },
})
