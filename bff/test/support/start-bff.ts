import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { onTestFinished } from 'vitest'
import { type Bff, createApp } from '../../src/app.ts'
import type { AppDeps } from '../../src/assemble.ts'
import { parseConfig } from '../../src/config/parse-config.ts'
import type { ConfigInput } from '../../src/config/schema.ts'
import { createLogger } from '../../src/logger.ts'
import type { ProviderTimeLimits } from '../../src/providers/provider-http.ts'
import { Browser } from './browser.ts'
import type { CookieJar } from './cookie-jar.ts'
import { type FixedClock, fixedClock } from './fixed-clock.ts'
import { GithubProvider } from './github-provider.ts'
import { GoogleProvider } from './google-provider.ts'
import { type ResourceServer, startResourceServer } from './resource-server.ts'

/** What a test may want otherwise. */
export interface BffOptions {
  /** `https` changes what browsers are told; the server itself still speaks plain http. */
  scheme?: 'http' | 'https'
  session?: Partial<ConfigInput['session']>
  github?: { scopes?: string[]; optionalScopes?: string[]; requireIss?: boolean }
  /** Default: as often as a test likes, whose clock may stand still. `{}` are the product's own. */
  rateLimits?: ConfigInput['rateLimits']
  trustProxy?: ConfigInput['trustProxy']
  google?: { scopes?: string[]; optionalScopes?: string[]; logoutTokenTyp?: 'required' | 'optional' }
  /** Besides GitHub and Google. */
  providers?: ConfigInput['providers']
  /** Yields other upstreams than {@link TestBff.api} tells of, from its address. */
  upstreams?: (target: string) => ConfigInput['upstreams']
  /** Serves these files as the app. */
  spa?: { dir: string }
  /** Makes GitHub's tokens expire and its refresh tokens rotate. */
  githubTokenLifetimeSeconds?: number
  /** How long a provider's answer is waited for. */
  providerTimeLimits?: ProviderTimeLimits
  /** Another BFF's providers and clock, to stand beside it on the same store. */
  beside?: TestBff
}

/** A listening BFF, the providers it trusts and the API it forwards to. */
export interface TestBff {
  readonly publicUrl: string
  readonly port: number
  readonly clock: FixedClock
  readonly github: GithubProvider
  readonly google: GoogleProvider
  /** Upstream `/api/github` with GitHub's token, and `/api/tasks` with Google's. */
  readonly api: ResourceServer
  /** Log lines so far, as written; a long test may empty it. */
  readonly log: string[]
  /** A browser, with an empty cookie jar unless it gets one. */
  browser(jar?: CookieJar): Browser
  /** Ends this BFF before the test does, and leaves its surroundings alone. */
  stop(): Promise<void>
}

export const SESSION_SECRET = 'Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'

const SELDOM_REACHED = {
  loginsPerMinute: 1_000_000,
  totalLoginsPerMinute: 1_000_000,
  callbacksPerMinute: 1_000_000,
  backchannelLogoutsPerMinute: 1_000_000,
}

/** Starts a BFF and all it needs; everything ends with the test. */
export async function startBff(options: BffOptions = {}): Promise<TestBff> {
  const around = options.beside ?? (await startSurroundings(options))
  // A call must not meet a connection that its idle time is just closing.
  const server = createServer({ keepAliveTimeout: 120_000 }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const publicUrl = options.beside?.publicUrl ?? `${options.scheme ?? 'http'}://localhost:${port}`
  const log: string[] = []
  const bff = await mount(server, configOf(publicUrl, around, options), {
    now: around.clock.now,
    log: createLogger('debug', { write: (line: string) => void log.push(line) }),
    development: false,
    ...(options.providerTimeLimits && { providerTimeLimits: options.providerTimeLimits }),
  })
  const stop = async () => {
    server.closeAllConnections()
    server.close()
    await bff.close()
  }
  onTestFinished(() => (server.listening ? stop() : undefined))

  const { clock, github, google, api } = around
  const browser = (jar?: CookieJar) => new Browser({ publicUrl, port, now: clock.now, jar })
  return { publicUrl, port, clock, github, google, api, log, browser, stop }
}

/** All that a BFF needs around it. */
export type Surroundings = Pick<TestBff, 'clock' | 'github' | 'google' | 'api'>

/** Starts the providers and the API; they end with the test. */
export async function startSurroundings({ githubTokenLifetimeSeconds }: BffOptions): Promise<Surroundings> {
  const github = new GithubProvider(githubTokenLifetimeSeconds)
  const google = new GoogleProvider()
  await Promise.all([github.listen(), google.listen()])
  const api = await startResourceServer()
  onTestFinished(async () => {
    await Promise.all([github.close(), google.close(), api.close()])
  })
  return { clock: fixedClock(), github, google, api }
}

function readText(path: string): string {
  return readFileSync(path, 'utf8')
}

async function mount(server: Server, config: ConfigInput, deps: AppDeps): Promise<Bff> {
  const resolved = parseConfig(config, { environment: {}, readFile: readText, baseDir: '/' })
  const bff = await createApp(resolved, deps)
  server.on('request', express().disable('x-powered-by').use(bff.router))
  server.on('upgrade', bff.upgrade)
  return bff
}

/** The configuration of a BFF at that address that works with these providers. */
export function configOf(
  publicUrl: string,
  { github, google, api }: Pick<Surroundings, 'github' | 'google' | 'api'>,
  options: BffOptions,
): ConfigInput {
  return {
    publicUrl,
    session: { secrets: [SESSION_SECRET], ...options.session },
    spa: options.spa,
    rateLimits: options.rateLimits ?? SELDOM_REACHED,
    trustProxy: options.trustProxy,
    providers: {
      github: {
        type: 'github',
        clientId: github.clientId,
        clientSecret: github.clientSecret,
        baseUrl: github.origin,
        apiBaseUrl: github.origin,
        ...options.github,
      },
      google: {
        type: 'google',
        clientId: google.clientId,
        clientSecret: google.clientSecret,
        issuer: google.origin,
        ...options.google,
      },
      ...options.providers,
    },
    upstreams: options.upstreams?.(api.origin) ?? {
      github: { target: api.origin, credential: { type: 'userToken', provider: 'github' } },
      tasks: { target: api.origin, credential: { type: 'userToken', provider: 'google' } },
    },
  }
}
