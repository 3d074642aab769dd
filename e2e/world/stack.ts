import { randomBytes } from 'node:crypto'
import { type BffProcess, startBff } from './bff-process.ts'
import { type BffSettings, buildProviderSettings, type RealProviders } from './bff-settings.ts'
import { type Cleanup, createCleanup } from './cleanup.ts'
import { type EchoApi, startEcho } from './echo/start-echo.ts'
import { findFreePort } from './free-port.ts'
import { type HttpsFronts, openHttpsFronts } from './https-fronts.ts'
import { type RedisServer, startRedis } from './redis-server.ts'
import { startWorld, type TokenLifetimes, type World } from './world.ts'

/** What to start. */
export interface StackOptions extends TokenLifetimes {
  /**
   * App and providers over https on two sites, as browsers will meet them. Default: plain http, the app on
   * `localhost` and the providers on `127.0.0.1`, because cookies ignore ports but not hosts.
   */
  https?: boolean
  /** Where the BFF keeps sessions. Default `memory`; `redis` needs `findRedisServer()`. */
  store?: 'memory' | 'redis'
  /** Loopback port of the BFF. Default: any free one. */
  port?: number
  /** Real providers to use instead of the emulated ones. Default: none. */
  realProviders?: RealProviders
  /**
   * Puts an API for clients of every kind behind the proxy, as `/api/echo`, by a configuration of its own, which
   * knows GitHub only and keeps sessions in memory. Default false.
   */
  echo?: boolean
  /** Settings added to, or replacing, those the stack gives the BFF. */
  settings?: BffSettings
}

const ECHO_CONFIG = 'e2e/world/echo/coatcheck.config.ts'

/** The whole product at work: app and BFF in their own process, emulated providers in this one. */
export interface Stack {
  /** The one address to open. */
  appUrl: string
  world: World
  bff: BffProcess
  /** Only with `store: 'redis'`. */
  redis?: RedisServer
  /** Only with `echo`. */
  echo?: EchoApi
  /** PEM file of the authority that has signed the fronts' certificate. Only with `https`. */
  caFile?: string
  /** Stops everything, last started first. */
  stop(): Promise<void>
}

/**
 * Starts the built product against the emulated providers. `npm run build` comes first.
 *
 * @throws {Error} with the BFF's own words when it does not start; whatever had started is stopped again.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const cleanup = createCleanup()
  try {
    return await startParts(options, cleanup)
  } catch (error) {
    await cleanup.run()
    throw error
  }
}

async function startParts(options: StackOptions, cleanup: Cleanup): Promise<Stack> {
  const port = options.port ?? (await findFreePort())
  const fronts = options.https ? await openHttpsFronts(cleanup) : undefined
  const appUrl = fronts?.appUrl ?? `http://localhost:${port}`

  const world = await startWorld({ ...options, appUrl, ...(fronts && { origins: fronts.origins }) })
  cleanup.add(world.close)
  fronts?.forwardTo(port, world)

  const redis = options.store === 'redis' ? await startRedis() : undefined
  if (redis) cleanup.add(redis.stop)
  const echo = options.echo ? await startUpstream(world, fronts, cleanup) : undefined

  const settings = {
    PUBLIC_URL: appUrl,
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    LOG_LEVEL: 'info',
    ...buildProviderSettings(world, options.realProviders ?? {}),
    ...(redis && { REDIS_URL: redis.url }),
    ...(echo && { ECHO_URL: echo.url }),
    ...options.settings,
  }
  const bff = await startBff({
    port,
    settings,
    ...(echo && { config: ECHO_CONFIG }),
    ...(fronts && { caFile: fronts.caFile }),
  })
  cleanup.add(bff.stop)

  return {
    appUrl,
    world,
    bff,
    ...(redis && { redis }),
    ...(echo && { echo: echo.api }),
    ...(fronts && { caFile: fronts.caFile }),
    stop: cleanup.run,
  }
}

async function startUpstream(
  { issuedTokens }: World,
  fronts: HttpsFronts | undefined,
  cleanup: Cleanup,
): Promise<{ api: EchoApi; url: string }> {
  const api = await startEcho((token) => issuedTokens().includes(token))
  cleanup.add(api.close)
  return { api, url: fronts ? await fronts.openBefore(api.port) : `http://127.0.0.1:${api.port}` }
}
