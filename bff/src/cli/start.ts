import cluster from 'node:cluster'
import type { RequestListener } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { createApp } from '../app.ts'
import { createLogger } from '../logger.ts'
import type { CliHost } from './cli-host.ts'
import { drain } from './drain.ts'
import { hostApp } from './host-app.ts'
import { createHttpServer, listen } from './http-server.ts'
import { readConfig } from './read-config.ts'
import { stopRequested } from './stop-requested.ts'
import { catchStrayErrors } from './stray-errors.ts'

/** How long requests under way may take after the signal; orchestrators usually wait 30 seconds before they kill. */
const DRAIN_LIMIT_MS = 10_000

/**
 * `coatcheck start`: serves until the process is told to stop, then finishes what is under way.
 *
 * @throws {ConfigError} the configuration cannot be used.
 * @throws {CommandFailure} the address cannot be listened on.
 */
export async function start(host: CliHost, configFile: string | undefined): Promise<void> {
  const config = await readConfig(host, configFile)
  const log = createLogger(config.log.level)
  catchStrayErrors(log)

  const development = host.environment.NODE_ENV !== 'production'
  const retiring = new AbortController()
  const bff = await createApp(config, { now: host.now, log, development, retiring: retiring.signal })
  const { timeouts } = config.listen
  const app = hostApp(bff.router, config)
  const handler: RequestListener = (req, res) => bff.api(req, res, () => app(req, res))
  const server = createHttpServer(handler, { timeouts, log, upgrade: bff.upgrade })
  const url = await listen(server, config.listen)
  // Listened for before anybody is told that the process is up: a signal without a listener kills at once.
  const stopping = stopRequested()
  log.info({ url, publicUrl: config.publicUrl }, 'listening')

  const signal = await stopping
  log.info({ signal }, 'draining')
  // A connection that has been made, but not yet accepted, is cut when the server stops listening:
  // what is in front gets the time to send its calls elsewhere.
  retiring.abort()
  const delayMs = config.listen.drainDelaySeconds * 1000
  if (delayMs > 0) await pause(delayMs)
  const [outcome] = await Promise.all([drain(server, DRAIN_LIMIT_MS), bff.closeWebSockets()])
  await bff.close()
  log.info({ outcome }, 'stopped')
  // Its line to the primary process would keep a worker alive.
  cluster.worker?.disconnect()
}
