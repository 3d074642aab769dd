import { createLogger } from '../logger.ts'
import type { CliHost } from './cli-host.ts'
import { CommandFailure } from './command-failure.ts'
import { readConfig } from './read-config.ts'
import { stopRequested } from './stop-requested.ts'
import { WorkerCrew } from './worker-crew.ts'

/**
 * `coatcheck start --workers N`: serves on several cores, one process each, until told to stop.
 *
 * @throws {ConfigError} the configuration cannot be used.
 * @throws {CommandFailure} the workers cannot share sessions, or cannot start.
 */
export async function startWorkers(
  host: CliHost,
  { configFile, workers }: { configFile: string | undefined; workers: number },
): Promise<void> {
  const config = await readConfig(host, configFile)
  if (config.session.store.type === 'memory') {
    throw new CommandFailure(
      'several workers need a store they share: set session.store to redis, redis-cluster or redis-sentinel, or leave out --workers',
    )
  }
  const log = createLogger(config.log.level)
  // Listened for before there is anybody to stop.
  const stopping = stopRequested()
  const crew = new WorkerCrew(workers, log)
  log.info({ workers }, 'workers started')
  try {
    const signal = await Promise.race([stopping, crew.failed])
    log.info({ signal }, 'stopping the workers')
  } finally {
    await crew.stop()
  }
  log.info('all workers have stopped')
}
