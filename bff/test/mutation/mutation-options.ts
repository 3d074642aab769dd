import type { Stryker } from '@stryker-mutator/core'
import type { MutationFolder } from './mutation-folders.ts'

type StrykerOptions = ConstructorParameters<typeof Stryker>[0]

/** Where Stryker keeps what it goes on from, from the root of the repository; git ignores it. */
export const KEPT = 'bff/.mutation'

/** All that the tests stand on, besides the packages. */
const COPIED = ['tsconfig.json', 'package.json', 'bff/**/*']

/**
 * Yields how Stryker measures a folder, when it runs in the root of the repository.
 *
 * @param concurrency How many mutants are tried at once.
 */
export function mutationOptions({ name, leftOut }: MutationFolder, concurrency: number): StrykerOptions {
  const source = `bff/src/${name}`
  const unchanged = ['**/*.test.ts', ...Object.keys(leftOut)]
  return {
    mutate: [`${source}/**/*.ts`, ...unchanged.map((pattern) => `!${source}/${pattern}`)],
    ignorePatterns: [
      '**',
      ...COPIED.map((path) => `!${path}`),
      'node_modules',
      'bff/dist',
      'bff/test-results',
      KEPT,
    ],
    testRunner: 'vitest',
    plugins: [import.meta.resolve('@stryker-mutator/vitest-runner')],
    vitest: { configFile: 'bff/vitest.mutation.config.ts' },
    coverageAnalysis: 'perTest',
    concurrency,
    // A test that waits for what no longer comes has a limit of its own.
    timeoutMS: 10_000,
    // Reading it needs a compiler's interface that TypeScript 7 does not have.
    tsconfigFile: 'none.json',
    // What was judged before is not tried again unless it has changed: a run that was cut off goes on where it was.
    incremental: true,
    incrementalFile: `${KEPT}/${name}.incremental.json`,
    reporters: ['progress-append-only', 'clear-text', 'html'],
    clearTextReporter: { allowColor: false, reportTests: false, reportScoreTable: false },
    htmlReporter: { fileName: `${KEPT}/${name}.html` },
    cleanTempDir: 'always',
  }
}
