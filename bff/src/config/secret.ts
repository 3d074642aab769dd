import { resolve } from 'node:path'
import { z } from 'zod'

/** A secret value, `{ env: 'NAME' }` or `{ file: '/run/secrets/name' }`. */
export type Secret = string | { env: string } | { file: string }

/** Where secrets are read from. */
export interface SecretSources {
  environment: Readonly<Record<string, string | undefined>>
  /** Reads a text file; throws as `node:fs` does. */
  readFile: (path: string) => string
  /** Folder that relative paths start from. */
  baseDir: string
}

const FORMS = "a string, { env: 'NAME' } or { file: '/run/secrets/name' }"

/**
 * Accepts a secret in any of its three forms and yields the value, so that nothing behind the
 * configuration has to know where a secret came from. No problem it reports holds the value.
 */
export function secretSchema(sources: SecretSources): z.ZodType<string, Secret> {
  return z
    .custom<Secret>(isSecret, {
      // Zod lets a failed custom type silence the rules of everything around it; here all rules report.
      abort: false,
      error: ({ input }) =>
        input === undefined
          ? `is missing; give ${FORMS} (an unset process.env value arrives as undefined)`
          : `must be ${FORMS}`,
    })
    .transform((secret, context) => {
      const reading = readSecret(secret, sources)
      if ('value' in reading) return reading.value
      context.addIssue(reading.problem)
      return z.NEVER
    })
}

type Reading = { value: string } | { problem: string }

function readSecret(secret: Secret, sources: SecretSources): Reading {
  if (typeof secret === 'string')
    return secret === ''
      ? { problem: 'is empty; give the secret, or name where to read it' }
      : { value: secret }
  return 'env' in secret ? readVariable(secret.env, sources) : readSecretFile(secret.file, sources)
}

function readVariable(name: string, { environment }: SecretSources): Reading {
  const value = environment[name]
  if (value === undefined) {
    return { problem: `${name} is not set; export it, or name the variable that holds the value` }
  }
  return value === '' ? { problem: `${name} is set but empty; give it a value` } : { value }
}

function readSecretFile(file: string, { baseDir, readFile }: SecretSources): Reading {
  try {
    // Editors and secret managers end a file with a newline that is not part of the secret.
    const value = readFile(resolve(baseDir, file)).replace(/\r?\n$/, '')
    return value === '' ? { problem: `${file} is empty; write the secret into it` } : { value }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    return { problem: `${file} cannot be read${code}; check the path and who may read it` }
  }
}

function isSecret(value: unknown): boolean {
  if (typeof value === 'string') return true
  if (typeof value !== 'object' || value === null) return false
  const entries = Object.entries(value)
  const [key, name] = entries[0] ?? []
  return entries.length === 1 && (key === 'env' || key === 'file') && typeof name === 'string' && name !== ''
}
