import { dirname } from 'node:path'
import { ConfigError } from '../config/config-error.ts'
import { loadConfig } from '../config/load-config.ts'
import { parseConfig } from '../config/parse-config.ts'
import type { ResolvedConfig } from '../config/schema.ts'
import type { CliHost } from './cli-host.ts'

const MAX_PORT = 65_535

/**
 * Loads and checks the configuration; HOST and PORT win over its `listen`.
 *
 * @throws {ConfigError} every problem of the file, or the one of PORT.
 */
export async function readConfig(
  { environment, folder, readFile }: Pick<CliHost, 'environment' | 'folder' | 'readFile'>,
  configFile: string | undefined,
): Promise<ResolvedConfig> {
  const { file, input } = await loadConfig(configFile, folder)
  const config = parseConfig(input, {
    environment,
    readFile,
    baseDir: dirname(file.path),
    file: file.name,
  })
  const host = environment.HOST || config.listen.host
  const port = environment.PORT ? parsePort(environment.PORT) : config.listen.port
  return { ...config, listen: { ...config.listen, host, port } }
}

function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= MAX_PORT) return Number(text)
  const message = `must be a number from 0 to ${MAX_PORT}; 0 takes any free port`
  throw new ConfigError([{ path: 'PORT', message }], 'the environment')
}
