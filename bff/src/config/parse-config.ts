import type { z } from 'zod'
import type { ConfigProblem } from './config-error.ts'
import { ConfigError } from './config-error.ts'
import type { ConfigInput } from './config-input.ts'
import { issueMessage } from './issue-message.ts'
import type { ProviderInput } from './provider-input.ts'
import { DEFAULT_SCOPES, FOR_PEOPLE_ONLY, WITHOUT_ID_TOKEN } from './provider-schema.ts'
import type { ResolvedConfig } from './schema.ts'
import { configSchema } from './schema.ts'
import type { SecretSources } from './secret.ts'
import { isLoopbackHost } from './urls.ts'

/** What the configuration is read against; the environment's NODE_ENV counts too. */
export interface ConfigSources extends SecretSources {
  /** Where the configuration came from, for the problem report. */
  file?: string
}

/**
 * Checks a configuration as a person wrote it, fills in defaults and reads its secrets.
 *
 * @throws {ConfigError} lists every problem at once, each with its path and how to mend it.
 */
export function parseConfig(input: unknown, sources: ConfigSources): ResolvedConfig {
  const schema = configSchema({
    environment: sources.environment,
    readFile: sources.readFile,
    baseDir: sources.baseDir,
    production: sources.environment.NODE_ENV === 'production',
    https: publicUrlOf(input)?.protocol !== 'http:',
    loopback: isLoopbackPublicUrl(input),
    offeredScopes: offeredScopesOf(input),
    authenticating: providersExcept(WITHOUT_ID_TOKEN, input),
    grantingToClients: providersExcept(FOR_PEOPLE_ONLY, input),
  })

  const parsed = schema.safeParse(input, { error: issueMessage })

  if (parsed.success) return parsed.data
  throw new ConfigError(parsed.error.issues.flatMap(toProblems), sources.file)
}

/** A `publicUrl` that cannot be judged has its own problem; it is no reason to complain of others. */
function isLoopbackPublicUrl(input: unknown): boolean {
  const url = publicUrlOf(input)
  return url === null || isLoopbackHost(url.hostname)
}

function publicUrlOf(input: unknown): URL | null {
  const { publicUrl } = fieldsOf<ConfigInput>(input)
  return typeof publicUrl === 'string' ? URL.parse(publicUrl) : null
}

function offeredScopesOf(input: unknown): Map<string, string[]> {
  const providers = Object.entries<unknown>(fieldsOf(fieldsOf<ConfigInput>(input).providers))
  return new Map(
    providers.map(([id, provider]) => {
      const { type, scopes, optionalScopes } = fieldsOf<ProviderInput>(provider)
      const byDefault = DEFAULT_SCOPES.get(String(type))
      return [id, [...textsIn(scopes ?? byDefault), ...textsIn(optionalScopes)]]
    }),
  )
}

/** Ids of the providers that are of none of these kinds; one whose kind is misspelt has its own problem. */
function providersExcept(kinds: readonly unknown[], input: unknown): Set<string> {
  const providers = Object.entries<unknown>(fieldsOf(fieldsOf<ConfigInput>(input).providers))
  const others = providers.filter(([, provider]) => !kinds.includes(fieldsOf<ProviderInput>(provider).type))
  return new Set(others.map(([id]) => id))
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function fieldsOf<T extends object>(value: unknown): { [Key in keyof T]?: unknown } {
  return typeof value === 'object' && value !== null ? value : {}
}

function toProblems(issue: z.core.$ZodIssue): ConfigProblem[] {
  const path = issue.path.map(String)
  if (issue.code !== 'unrecognized_keys') {
    return [
      {
        path: path.join('.'),
        message: path.length === 0 ? `the default export ${issue.message}` : issue.message,
      },
    ]
  }
  // One issue names all unknown keys of an object; its message has one line for each.
  const messages = issue.message.split('\n')
  return issue.keys.map((key, index) => ({
    path: [...path, key].join('.'),
    message: messages[index] ?? 'is not a setting',
  }))
}
