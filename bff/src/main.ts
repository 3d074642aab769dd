import { runCli } from './cli/run-cli.ts'
import { processRuntime } from './process-runtime.ts'

const exitCode = await runCli({
  ...processRuntime(),
  args: process.argv.slice(2),
  stdout: process.stdout,
  stderr: process.stderr,
})

// Whatever is still open by now (a lost Redis socket, a timer) must not keep a stopped process alive.
process.exit(exitCode)
