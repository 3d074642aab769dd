import { z } from 'zod'
import type { ConformanceModule, ConformancePlan } from './conformance-modules.ts'

/** A test of one module, as it went. */
export interface ModuleTest {
  module: string
  /** What ours does, in the words of the test's name. */
  behaviour: string
  passed: boolean
}

const reportSchema = z.object({
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ title: z.string(), status: z.string() })) }),
  ),
})

const INTRODUCTION = `# What the OpenID Foundation's tests find

Written by \`npm run conformance\`; do not edit. The Foundation's suite plays a provider that misbehaves in one way at a time and
watches what a relying party does. Each row is one of its modules, reproduced by a misbehaving provider against a BFF
that listens: the words under *Coatcheck* are the name of the test, in \`bff/test/conformance\`, and the last column is how that
went. It is not a certificate: that comes from the Foundation's own suite.

To stop means: the login or the call ends in an error, the provider is asked for nothing further but its keys, nobody is signed
in, and no token is kept or used.
`

const HEADINGS = ['module', 'the provider', 'Coatcheck', 'result']

/** Reads which modules were tested from vitest's JSON report: those whose test is named `<module>: …`. */
export function readModuleTests(report: unknown): ModuleTest[] {
  const results = reportSchema.parse(report).testResults.flatMap(({ assertionResults }) => assertionResults)
  return results.flatMap(({ title, status }) => {
    const [, module, behaviour] = /^((?:oidcc|fapi2)-[\w-]+): (.+)$/s.exec(title) ?? []
    return module && behaviour ? [{ module, behaviour, passed: status === 'passed' }] : []
  })
}

/**
 * Finds what the record must not leave out or pretend.
 *
 * @returns a sentence for each module that failed, or has neither a test nor a reason, and for each test of a module
 *   that no plan knows.
 */
export function findConformanceFailures(
  plans: readonly ConformancePlan[],
  tests: readonly ModuleTest[],
): string[] {
  const modules = plans.flatMap((plan) => plan.modules)
  const known = new Set(modules.map(({ name }) => name))
  return [
    ...modules.flatMap((module) => failuresOf(module, testsOf(module, tests))),
    ...tests.filter(({ module }) => !known.has(module)).map(({ module }) => `${module}: is in no plan`),
  ]
}

/** Renders the document: a table for each plan. */
export function renderConformance(plans: readonly ConformancePlan[], tests: readonly ModuleTest[]): string {
  const tables = plans.map(({ title, modules }) => {
    const rows = modules.map((module) => toRow(module, testsOf(module, tests)))
    const lines = [HEADINGS, HEADINGS.map(() => '---'), ...rows]
    return `## ${title}\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`
  })
  return [INTRODUCTION, ...tables].join('\n')
}

function toRow({ name, provider, absent }: ConformanceModule, tests: readonly ModuleTest[]): string[] {
  if (absent !== undefined) return [`\`${name}\``, provider, absent, 'not reproduced']
  const behaviour = tests.map((test) => test.behaviour).join('; ')
  return [`\`${name}\``, provider, behaviour, hasPassed(tests) ? 'passes' : 'FAILS']
}

function failuresOf({ name, absent }: ConformanceModule, tests: readonly ModuleTest[]): string[] {
  if (absent !== undefined) return tests.length > 0 ? [`${name}: has a test and a reason to have none`] : []
  if (tests.length === 0) return [`${name}: has no test`]
  return hasPassed(tests) ? [] : [`${name}: fails`]
}

function hasPassed(tests: readonly ModuleTest[]): boolean {
  return tests.length > 0 && tests.every(({ passed }) => passed)
}

function testsOf({ name }: ConformanceModule, tests: readonly ModuleTest[]): ModuleTest[] {
  return tests.filter(({ module }) => module === name)
}
