import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigError } from './config-error.ts'

const FILE_NAMES = ['ts', 'js', 'mjs', 'json'].map((extension) => `coatcheck.config.${extension}`)

/** Where a configuration is kept. */
interface ConfigFile {
  /** Absolute path. */
  path: string
  /** The path as a person would write it, for messages. */
  name: string
}

/** A configuration that was read and not yet checked. */
export interface LoadedConfig {
  file: ConfigFile
  /** The file's default export, or the JSON it holds. */
  input: unknown
}

/**
 * Finds and reads a configuration file. Code in it runs; nothing is checked yet.
 *
 * @param name Path given by the person; when absent, the usual names are looked for in `folder`.
 * @param folder Where relative paths start, normally the working directory.
 * @throws {ConfigError} there is no such file, or it cannot be loaded.
 */
export async function loadConfig(name: string | undefined, folder: string): Promise<LoadedConfig> {
  const file = findFile(name, folder)
  const input = extname(file.path) === '.json' ? await readJson(file) : await importDefault(file)
  return { file, input }
}

function findFile(name: string | undefined, folder: string): ConfigFile {
  const names = name === undefined ? FILE_NAMES : [name]
  const path = names.map((candidate) => resolve(folder, candidate)).find((candidate) => existsSync(candidate))
  if (path !== undefined) return { path, name: relative(folder, path) }
  if (name !== undefined) throw problemIn(name, 'there is no such file; check --config')
  throw problemIn(
    folder,
    `there is no ${FILE_NAMES.join(', ')} here; write one, or name a file with --config`,
  )
}

async function readJson({ path, name }: ConfigFile): Promise<unknown> {
  const text = await readFile(path, 'utf8')
  try {
    return JSON.parse(text)
  } catch (error) {
    // The parser's message quotes the text around the mistake, which may be a secret: keep the place only.
    const place = /line \d+ column \d+/.exec(String(error))?.[0]
    throw problemIn(name, place === undefined ? 'is not valid JSON' : `is not valid JSON, see ${place}`)
  }
}

async function importDefault({ path, name }: ConfigFile): Promise<unknown> {
  let module: Record<string, unknown>
  try {
    module = await import(pathToFileURL(path).href)
  } catch (error) {
    throw problemIn(name, `cannot be loaded: ${String(error).split('\n', 1)[0]}`)
  }
  if ('default' in module) return module.default
  throw problemIn(name, 'has no default export; write `export default defineConfig({ … })`')
}

function problemIn(name: string, message: string): ConfigError {
  return new ConfigError([{ path: '', message }], name)
}
