import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{world,scripts,bench}/**/*.test.ts'],
    reporters: ['default', ['json', { outputFile: 'test-results/unit.json' }]],
  },
})
