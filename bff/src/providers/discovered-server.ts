import * as oauth from 'oauth4webapi'
import { BffError } from '../errors.ts'
import { isLoopback, type ProviderHttp } from './provider-http.ts'

/** How long metadata is believed before it is fetched again, in milliseconds. */
const METADATA_TTL_MS = 60 * 60 * 1000

/** How long after a failed attempt the next one waits while older metadata serves, in milliseconds. */
const RETRY_PAUSE_MS = 60 * 1000

/** Whose metadata it is, and what of it is settled beforehand. */
export interface DiscoveredProvider {
  id: string
  issuer: string
  /** An authorization response must have `iss`, whether or not the metadata says so. */
  requireIss: boolean
}

/**
 * Discovers a provider when it is first needed, once for all callers. After an hour it is fetched
 * again in the background: metadata that was good stays in use meanwhile, and while the provider is away.
 * A first attempt that fails is never remembered.
 *
 * @returns Yields the same object until it is refreshed: oauth4webapi keys its cache of signing keys by it.
 * @see OpenID Connect Discovery section 4.3, RFC 8414 section 3.3
 */
export function discoveredServer(
  provider: DiscoveredProvider,
  http: ProviderHttp,
  now: () => number,
): () => Promise<oauth.AuthorizationServer> {
  let known: oauth.AuthorizationServer | undefined
  let nextFetchAt = 0
  let pending: Promise<oauth.AuthorizationServer> | undefined

  async function discover(): Promise<oauth.AuthorizationServer> {
    try {
      known = await fetchMetadata(provider, http)
      nextFetchAt = now() + METADATA_TTL_MS
      return known
    } catch (error) {
      nextFetchAt = now() + RETRY_PAUSE_MS
      if (known) return known
      throw error
    } finally {
      pending = undefined
    }
  }

  return async function server() {
    if (known && now() < nextFetchAt) return known
    pending ??= discover()
    return known ?? pending
  }
}

async function fetchMetadata(
  { id, issuer, requireIss }: DiscoveredProvider,
  http: ProviderHttp,
): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer)
  try {
    const response = await oauth.discoveryRequest(url, http.options)
    const server = await oauth.processDiscoveryResponse(url, response)
    requireIssuer(server, issuer)
    requireS256(server)
    requireTrustedEndpoints(server, url)
    return requireIss ? { ...server, authorization_response_iss_parameter_supported: true } : server
  } catch (cause) {
    if (cause instanceof BffError && cause.code === 'provider_unavailable') throw cause
    throw new BffError(
      'provider_unavailable',
      'The provider describes itself in a way that cannot be trusted.',
      { cause, provider: id },
    )
  }
}

/** The library compares normalised URLs; the RFC wants the very characters. */
function requireIssuer(server: oauth.AuthorizationServer, issuer: string): void {
  if (server.issuer !== issuer)
    throw untrusted(
      'the metadata spells its issuer otherwise; copy it from there, a slash at the end included',
    )
}

/** @see RFC 9700 section 2.1.1 */
function requireS256(server: oauth.AuthorizationServer): void {
  const methods = server.code_challenge_methods_supported
  if (methods && !methods.includes('S256')) throw untrusted('the provider does not support PKCE with S256')
}

/**
 * Judged here and not at first use: a browser is sent to the first of them, and codes and the client
 * secret to the others. Plain http is for a provider on this machine, and for no further than that.
 *
 * @see RFC 8414 section 2, RFC 9700 section 2.6
 */
function requireTrustedEndpoints(server: oauth.AuthorizationServer, issuer: URL): void {
  const needed = [server.authorization_endpoint, server.token_endpoint, server.jwks_uri]
  if (needed.includes(undefined)) throw untrusted('the metadata names not every endpoint that a login needs')
  const others = OPTIONAL_ENDPOINTS.map((name) => server[name])
  const aliases = Object.values(server.mtls_endpoint_aliases ?? {})
  for (const endpoint of [...needed, ...others, ...aliases]) {
    const { protocol, hostname } = new URL(endpoint ?? issuer)
    const isLocal = protocol === 'http:' && isLoopback(issuer.hostname) && isLoopback(hostname)
    if (protocol !== 'https:' && !isLocal) throw untrusted('an endpoint of the provider is not https')
  }
}

/** Endpoints that a login does without, and that are used where there are some. */
const OPTIONAL_ENDPOINTS = [
  'userinfo_endpoint',
  'revocation_endpoint',
  'end_session_endpoint',
  'pushed_authorization_request_endpoint',
] as const

/** For the log only, where of foreign errors no more than a name is written. */
function untrusted(reason: string): BffError {
  return new BffError('internal_error', reason)
}
