/**
 * `npm run conformance`: runs the tests that reproduce the OpenID Foundation's modules for relying parties, and
 * records in `bff/docs/conformance.md`, module by module, what came of it. Fails when a module fails or is missing.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CONFORMANCE_PLANS } from './conformance-modules.ts'
import { findConformanceFailures, readModuleTests, renderConformance } from './conformance-report.ts'

const BFF = new URL('../../', import.meta.url)
const DOCUMENT = new URL('docs/conformance.md', BFF)
/** Where vitest's configuration has it write the report of any run. */
const REPORT = new URL('test-results/unit.json', BFF)

// A report of another run must not stand in for one that was never written.
rmSync(REPORT, { force: true })
spawnSync('vitest', ['run', 'plan.test.ts'], { cwd: fileURLToPath(BFF), stdio: 'inherit' })

const tests = readModuleTests(JSON.parse(readFileSync(REPORT, 'utf8')))
const failures = findConformanceFailures(CONFORMANCE_PLANS, tests)
for (const failure of failures) console.error(`FAILED ${failure}`)
writeFileSync(DOCUMENT, renderConformance(CONFORMANCE_PLANS, tests))
process.exitCode = failures.length === 0 ? 0 : 1
