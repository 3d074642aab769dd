import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NamedTest } from './named-test.ts'

interface VitestReport {
  testResults: {
    /** Absolute path. */
    name: string
    assertionResults: { ancestorTitles: string[]; title: string; status: string }[]
  }[]
}

interface PlaywrightSuite {
  title: string
  specs?: { title: string; file: string; tests: { status: string }[] }[]
  suites?: PlaywrightSuite[]
}

/**
 * Lists the tests of a vitest JSON report, one for each case of a table.
 *
 * @param root The folder that paths are told from.
 * @throws {Error} there is no such report.
 */
export function readVitestTests(report: URL, root: URL): NamedTest[] {
  const { testResults } = readReport(report) as VitestReport
  return testResults.flatMap(({ name: path, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status }) => ({
      file: relative(fileURLToPath(root), path).replaceAll('\\', '/'),
      name: [...ancestorTitles, title].join(' '),
      state: stateOf(status),
    })),
  )
}

/**
 * Lists the tests of a Playwright JSON report. One that ran in several projects is listed for each.
 *
 * @param folder Where the browser tests are, from the repository root and with a slash at the end.
 * @throws {Error} there is no such report.
 */
export function readPlaywrightTests(report: URL, folder: string): NamedTest[] {
  const { suites } = readReport(report) as { suites: PlaywrightSuite[] }
  // The outermost suite is the file.
  return suites.flatMap((suite) => testsOf(suite, [], folder))
}

function testsOf(
  { specs = [], suites = [] }: PlaywrightSuite,
  groups: string[],
  folder: string,
): NamedTest[] {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests.map(({ status }) => ({
      file: folder + file,
      name: [...groups, title].join(' '),
      state: stateOf(status),
    })),
  )
  return [...own, ...suites.flatMap((suite) => testsOf(suite, [...groups, suite.title], folder))]
}

/** Playwright says `expected`; what it calls flaky failed once, and counts as failed. */
function stateOf(status: string): NamedTest['state'] {
  if (status === 'passed' || status === 'expected') return 'passed'
  return status === 'failed' || status === 'unexpected' || status === 'flaky' ? 'failed' : 'skipped'
}

function readReport(report: URL): unknown {
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch (cause) {
    throw new Error(`${fileURLToPath(report)} cannot be read; npm test writes it`, { cause })
  }
}
