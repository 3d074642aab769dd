/**
 * `npm run test:defences`: takes one defence after the other out of a copy of the source and shows the test that notices.
 * Fails where none does, or where a defence is no longer found.
 *
 * `-- word …` tries only those whose name or file has one of the words.
 */
import type { Defence } from './defence.ts'
import { DEFENCES } from './defences.ts'
import { runNamedTests } from './run-named-tests.ts'
import { SourceCopy } from './source-copy.ts'

const ALL_LIMIT_MS = 300_000
const ONE_LIMIT_MS = 60_000

const words = process.argv.slice(2)
const chosen = DEFENCES.filter(({ name, edits }) => {
  const texts = [name, ...edits.map(({ file }) => file)]
  return words.length === 0 || words.some((word) => texts.some((text) => text.includes(word)))
})

const copy = new SourceCopy()
process.once('exit', () => copy.remove())
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const failures = await tryAll()
console.log(`\n${chosen.length} defences, ${chosen.length - failures} proven, ${failures} not`)
process.exitCode = failures === 0 && chosen.length > 0 ? 0 : 1

async function tryAll(): Promise<number> {
  console.log('with every defence in place …')
  const outcomes = await runNamedTests(
    copy.folder,
    chosen.map(({ test }) => test),
    ALL_LIMIT_MS,
  )
  let count = 0
  for (const [at, defence] of chosen.entries()) {
    const before = outcomes[at]
    const isSound = before !== undefined && before.passed > 0 && before.failed === 0
    const failure = isSound ? await tryWithout(defence) : 'its test does not pass with the defence in place'
    const { file, name } = defence.test
    console.log(`${failure === undefined ? 'ok    ' : 'FAILED'} ${defence.name}`)
    console.log(`       ${file}: ${name}: ${failure ?? 'fails without it'}`)
    if (failure !== undefined) count += 1
  }
  return count
}

/** @returns what is wrong; undefined when the test fails, as it should. */
async function tryWithout(defence: Defence): Promise<string | undefined> {
  try {
    const restore = copy.disarm(defence)
    const [outcome] = await runNamedTests(copy.folder, [defence.test], ONE_LIMIT_MS).finally(restore)
    return outcome && outcome.failed > 0 ? undefined : 'it passes without the defence'
  } catch (error) {
    return String(error)
  }
}
