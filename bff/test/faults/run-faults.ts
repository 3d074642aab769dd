/**
 * `npm run faults`: hurts the store in every way that production does, under load, and records what
 * the BFF made of it in `bff/docs/faults.md`. With `-- --short`, two faults and no record.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { clusterMasterLost } from './cluster-master-lost.ts'
import { type FaultOutcome, findFailures } from './fault-outcome.ts'
import { renderReport, renderTable } from './fault-report.ts'
import { passwordWrong, redisFrozen, redisKilled, redisSlow } from './faults.ts'
import { playFault } from './play-fault.ts'
import { rollingRestart } from './rolling-restart.ts'
import { sentinelFailover } from './sentinel-failover.ts'

const REPORT = new URL('../../docs/faults.md', import.meta.url)
const MAX_WAIT_MS = 1_000

const SHORT = [() => playFault(redisFrozen(2_000)), () => playFault(redisKilled(1_000))]
const LONG = [
  () => playFault(redisFrozen(5_000)),
  () => playFault(redisKilled(3_000)),
  () => playFault(passwordWrong(3_000)),
  () => playFault(redisSlow(2_000, 5_000)),
  () => playFault(sentinelFailover()),
  () => playFault(clusterMasterLost()),
  () => rollingRestart(),
]

const isShort = process.argv.includes('--short')
const outcomes: FaultOutcome[] = []
for (const play of isShort ? SHORT : LONG) {
  const outcome = await play()
  outcomes.push(outcome)
  console.log(renderTable([outcome]).split('\n').at(-1))
}

console.log(`\n${renderTable(outcomes)}`)
const failures = outcomes.flatMap((outcome) =>
  findFailures(outcome, MAX_WAIT_MS).map((failure) => `${outcome.name}: ${failure}`),
)
for (const failure of failures) console.error(`FAILED ${failure}`)
if (!isShort) {
  const [, redisVersion = 'unknown'] = /v=([\d.]+)/.exec(redisVersionLine()) ?? []
  writeFileSync(REPORT, renderReport(outcomes, failures, { date: new Date(), redisVersion }))
}
process.exitCode = failures.length === 0 ? 0 : 1

function redisVersionLine(): string {
  return String(spawnSync('redis-server', ['--version']).stdout)
}
