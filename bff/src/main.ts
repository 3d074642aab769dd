import { runCli } from './cli/run-cli.ts'

/** Process entry: the one place where the environment and the clock come in. */
const exitCode = await runCli({
  args: process.argv.slice(2),
  environment: process.env,
  folder: process.cwd(),
  now: Date.now,
  stdout: process.stdout,
  stderr: process.stderr,
})

// Whatever is still open by now (a lost Redis socket, a timer) must not keep a stopped process alive.
process.exit(exitCode)
