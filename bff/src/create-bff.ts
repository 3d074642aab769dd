import { type Bff, createApp } from './app.ts'
import { parseConfig } from './config/parse-config.ts'
import type { ConfigInput } from './config/schema.ts'
import { createLogger, type Logger } from './logger.ts'
import { processRuntime } from './process-runtime.ts'

/** What an app may bring along. */
export interface BffOptions {
  /** Where to log. Default: JSON lines on standard output, at the configured level. */
  log?: Logger
  /** Folder that relative paths in the configuration start from. Default: the working directory. */
  baseDir?: string
}

/**
 * Creates a BFF to mount in an Express app of your own.
 *
 * Mount `router` at the root and before other routes. The cookies' Secure attribute and the redirect
 * URIs follow `publicUrl`, whatever stands in front. Call `close` when the server has stopped.
 *
 * @param config What `coatcheck.config.ts` would export.
 * @throws {ConfigError} lists every problem of the configuration at once, each with how to mend it.
 * @example
 * ```ts
 * const bff = await createBff(config)
 * app.use(bff.router)
 * ```
 */
export async function createBff(config: ConfigInput, options: BffOptions = {}): Promise<Bff> {
  const { environment, folder, now, readFile } = processRuntime()
  const baseDir = options.baseDir ?? folder
  const resolved = parseConfig(config, { environment, readFile, baseDir })
  const log = options.log ?? createLogger(resolved.log.level)
  return createApp(resolved, { now, log, development: environment.NODE_ENV !== 'production' })
}
