import * as oauth from 'oauth4webapi'
import { fetch, type RequestInit as UndiciRequestInit } from 'undici'
import type { ClientAuthConfig } from '../config/client-auth-schema.ts'
import { BffError } from '../errors.ts'
import { createCallLimit } from './call-limit.ts'
import { type AgentSettings, createProviderAgents } from './provider-agents.ts'

/** Longest waits for a provider's answer, in milliseconds. */
export interface ProviderTimeLimits {
  /** To a token request: giving one up loses the tokens it yields, and the refresh token it has used up. */
  tokenMs: number
  /** To a request that can be repeated. */
  otherMs: number
}

export const PROVIDER_TIME_LIMITS: ProviderTimeLimits = { tokenMs: 30_000, otherMs: 10_000 }

/** Decoded bytes; a discovery document, a key set or a token response is a fraction of this. */
const MAX_RESPONSE_BYTES = 512 * 1024

/** How one provider is called: within limits, and never somewhere it points us to. */
export interface ProviderHttp {
  fetch(url: string | URL, init?: RequestInit): Promise<Response>
  /** The same, as options of every oauth4webapi call. */
  readonly options: {
    [oauth.customFetch]: (url: string, init: oauth.CustomFetchOptions<string, unknown>) => Promise<Response>
    [oauth.allowInsecureRequests]: boolean
  }
}

/** Adapts one answer before anything else reads it. */
type ResponseAdapter = (status: number, body: string) => number

/** What may differ between providers. */
export interface ProviderHttpSettings extends Omit<AgentSettings, 'allowLoopback'> {
  timeLimits: ProviderTimeLimits
  /** Calls in flight at once. */
  maxConcurrentCalls: number
  /** For providers that answer errors with success; yields the status to pass on. */
  adaptStatus?: ResponseAdapter
}

/** What a provider's configuration says about how it is called. */
interface NetworkConfig extends Pick<ProviderHttpSettings, 'maxConcurrentCalls' | 'allowPrivateNetwork'> {
  clientAuth: ClientAuthConfig
}

/** Picks out of a provider's configuration what concerns its calls. */
export function networkOf({
  allowPrivateNetwork,
  maxConcurrentCalls,
  clientAuth,
}: NetworkConfig): Omit<ProviderHttpSettings, 'timeLimits'> {
  const shown = clientAuth.method === 'tls_client_auth' ? { readCertificate: clientAuth.readCertificate } : {}
  return { allowPrivateNetwork, maxConcurrentCalls, ...shown }
}

/**
 * Creates a provider's way out. Redirects are never followed: the client secret or a code in
 * the body would go along. Bodies are read here, within the limits, before anyone parses them.
 *
 * @param baseUrl Plain http and loopback addresses are possible only when this is one.
 */
export function createProviderHttp(
  providerId: string,
  baseUrl: string,
  settings: ProviderHttpSettings,
): ProviderHttp {
  const { timeLimits, adaptStatus = (status) => status } = settings
  const isLocal = isLoopback(new URL(baseUrl).hostname)
  const agents = createProviderAgents({ ...settings, allowLoopback: isLocal })
  const calls = createCallLimit(settings.maxConcurrentCalls)

  async function send(url: string | URL, init: RequestInit): Promise<Response> {
    // Tokens are asked for by POST, and next to nothing else is.
    const limitMs = init.method === 'POST' ? timeLimits.tokenMs : timeLimits.otherMs
    const dispatcher = isPublic(init) ? agents.anonymous : agents.client()
    const outgoing = { ...init, redirect: 'manual', signal: within(limitMs, init), dispatcher }
    const response = await fetch(url, outgoing as UndiciRequestInit)
    const body = await readLimited(response.body ?? [])
    refuseUnavailable(response, providerId)
    const status = adaptStatus(response.status, body)
    return new Response(isBodyless(status) ? null : body, { status, headers: [...response.headers] })
  }

  async function call(url: string | URL, init: RequestInit = {}): Promise<Response> {
    try {
      // Apart from the call's own time: a token request that was cut short for having waited would lose its tokens.
      const end = await calls.take(within(timeLimits.otherMs, init))
      return await send(url, init).finally(end)
    } catch (cause) {
      throw cause instanceof BffError ? cause : unavailable(providerId, { cause })
    }
  }

  return {
    fetch: call,
    options: {
      [oauth.customFetch]: (url, init) => call(url, init as RequestInit),
      [oauth.allowInsecureRequests]: isLocal,
    },
  }
}

/** Metadata and keys: asked for by nobody in particular. */
function isPublic({ method = 'GET', headers }: RequestInit): boolean {
  return method === 'GET' && !new Headers(headers).has('authorization')
}

function within(limitMs: number, { signal }: RequestInit): AbortSignal {
  return AbortSignal.any([AbortSignal.timeout(limitMs), ...(signal ? [signal] : [])])
}

/** `localhost`, anything below it, 127.0.0.0/8 and ::1. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  )
}

async function readLimited(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > MAX_RESPONSE_BYTES) throw new RangeError('the answer is larger than any expected one')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function refuseUnavailable(response: Pick<Response, 'status' | 'headers'>, providerId: string): void {
  if (response.status < 500 && response.status !== 429) return
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  throw unavailable(
    providerId,
    seconds > 0 && seconds <= 3600 ? { retryAfterSeconds: Math.ceil(seconds) } : {},
  )
}

function unavailable(provider: string, details: { cause?: unknown; retryAfterSeconds?: number }): BffError {
  return new BffError('provider_unavailable', 'The provider does not answer as it should; try again.', {
    ...details,
    provider,
  })
}

function isBodyless(status: number): boolean {
  return status === 204 || status === 205 || status === 304
}
