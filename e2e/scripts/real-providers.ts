import type { BffSettings, RealProviders } from '../world/bff-settings.ts'

const VARIABLES = {
  github: [
    'GITHUB_CLIENT_ID',
    'GITHUB_CLIENT_SECRET',
    'GITHUB_BASE_URL',
    'GITHUB_API_BASE_URL',
    'GITHUB_REQUIRE_ISS',
    'PROVIDERS_ON_PRIVATE_NETWORK',
  ],
  google: ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'GOOGLE_ISSUER', 'GOOGLE_TASKS_URL'],
} as const

/**
 * Reads which providers are to be the real ones: those whose client id is set.
 *
 * Only the variables named here are passed on. CI machines and editors set others that begin alike, tokens
 * among them.
 */
export function readRealProviders(env: NodeJS.ProcessEnv): RealProviders {
  return {
    ...(env.GITHUB_CLIENT_ID && { github: pick(env, VARIABLES.github) }),
    ...(env.GOOGLE_CLIENT_ID && { google: pick(env, VARIABLES.google) }),
  }
}

function pick(env: NodeJS.ProcessEnv, names: readonly string[]): BffSettings {
  const settings = names.map((name) => [name, env[name]]).filter(([, value]) => value)
  return Object.fromEntries(settings)
}
