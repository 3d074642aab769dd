import { userToken } from './factories.ts'
import type { UpstreamInput } from './upstream-input.ts'

/** What a preset leaves open; each setting means what it does without the preset, and wins over the preset's. */
interface PresetOptions extends Omit<UpstreamInput, 'credential' | 'target'> {
  /** Scopes every call needs, as in `userToken`. Default: none. */
  scopes?: string[] | undefined
}

/** Settings of {@link githubApi}. */
export interface GithubApiOptions extends PresetOptions {
  /** Id of the provider whose token is sent. Default `github`. */
  provider?: string | undefined
  /** An Enterprise Server's is `https://HOST/api/v3`. Default `https://api.github.com`. */
  target?: string | undefined
  /** Version asked for by calls that name none. Default `2022-11-28`. */
  apiVersion?: string | undefined
  /** Lets GraphQL pass, where `allow` does: one path that reaches everything the token opens. Default false. */
  graphql?: boolean | undefined
}

/** Settings of {@link googleApi}. */
export interface GoogleApiOptions extends PresetOptions {
  /** Id of the provider whose token is sent. Default `google`. */
  provider?: string | undefined
  /** Google's APIs have a host each: `https://tasks.googleapis.com/tasks/v1` is one. */
  target: string
}

/** Where GraphQL is below GitHub's API, and below an Enterprise Server's root. */
const GRAPHQL_PATHS = ['/graphql', '/api/graphql']

/** One call to here holds many, with paths and methods that no allow-list sees. */
const GOOGLE_BATCH_PATHS = ['/batch', '/batch/**']

/**
 * Configures GitHub's REST API as an upstream: its media type and API version where the client names none,
 * rate limits as 429 with `Retry-After`, and no GraphQL.
 */
export function githubApi({
  provider = 'github',
  scopes,
  target = 'https://api.github.com',
  apiVersion = '2022-11-28',
  graphql = false,
  rateLimitsAs429 = true,
  ...settings
}: GithubApiOptions = {}): UpstreamInput {
  return {
    ...settings,
    target,
    credential: userToken(provider, { scopes }),
    deny: [...(graphql ? [] : GRAPHQL_PATHS), ...(settings.deny ?? [])],
    defaultHeaders: {
      Accept: 'application/vnd.github+json',
      'X-GitHub-Api-Version': apiVersion,
      ...settings.defaultHeaders,
    },
    rateLimitsAs429,
  }
}

/** Configures one of Google's APIs as an upstream: compressed answers, and no batches of calls. */
export function googleApi({
  provider = 'google',
  scopes,
  target,
  ...settings
}: GoogleApiOptions): UpstreamInput {
  return {
    ...settings,
    target,
    credential: userToken(provider, { scopes }),
    deny: [...GOOGLE_BATCH_PATHS, ...(settings.deny ?? [])],
    // Google compresses for clients that accept it and say so here too.
    headers: { 'User-Agent': 'coatcheck (gzip)', ...settings.headers },
  }
}
