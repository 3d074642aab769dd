import { dirname } from 'node:path'
import { defineConfig } from 'vitest/config'
import { testsOfFolder } from './test/mutation/mutation-folders.ts'

/** For tests that are tried on one mutant after the other, those of the folder that the environment names. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: testsOfFolder(process.env.COATCHECK_MUTATION_FOLDER),
    // Any of them may wait for what no longer comes.
    testTimeout: 8_000,
    hookTimeout: 8_000,
    expect: { poll: { timeout: 4_000 } },
    // What needs a redis-server is skipped, because none is found there: starting it each time would take hours.
    env: { PATH: dirname(process.execPath) },
    // Every test has a BFF of its own; loading all modules anew for every file is most of a run.
    isolate: false,
  },
})
