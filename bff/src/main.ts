import { dropBuffersEarly } from './cli/drop-buffers-early.ts'
import { runCli } from './cli/run-cli.ts'
import { processRuntime } from './process-runtime.ts'

const LAST_WORDS_MS = 1_000

// Here, where the process is ours: an app that embeds the BFF decides for itself.
dropBuffersEarly()

process.exitCode = await runCli({
  ...processRuntime(),
  args: process.argv.slice(2),
  stdout: process.stdout,
  stderr: process.stderr,
})

// Ending at once would lose log lines that are still being written; but nothing else that is
// open by now (a lost Redis socket, a timer) may keep a stopped process alive.
setTimeout(() => process.exit(), LAST_WORDS_MS).unref()
