import { onTestFinished } from 'vitest'
import { Browser } from './browser.ts'
import { aFolder, type CoatcheckServer, startCoatcheck } from './coatcheck-process.ts'
import type { CookieJar } from './cookie-jar.ts'
import { RedisServer } from './redis-server.ts'
import { configOf, type Surroundings, startSurroundings } from './start-bff.ts'

const PUBLIC_URL = 'http://localhost:3000'

/** How long tokens live that are to have expired when a test begins. */
const SHORT_LIFE_SECONDS = 1
const LONG_LIFE_SECONDS = 3600

/** One BFF process. */
export interface ClusterNode extends Pick<CoatcheckServer, 'url' | 'signal' | 'ended' | 'records'> {
  /** A browser that this process answers, with an empty cookie jar unless it gets one. */
  browser(jar?: CookieJar): Browser
}

/** Processes that share a Redis, and the providers they work with. */
export interface Cluster extends Omit<Surroundings, 'clock'> {
  readonly redis: RedisServer
  /** Starts one more process. @param redisUrl Its way to Redis, where that is not the direct one. */
  start(redisUrl?: string): Promise<ClusterNode>
  /** Resolves when GitHub's tokens that `signIn` has got have expired; those of later refreshes last. */
  withExpiredTokens<T>(signIn: () => Promise<T>): Promise<T>
}

/** Starts what several processes of `coatcheck start` share; everything ends with the test. */
export async function startCluster(): Promise<Cluster> {
  const [redis, { github, google, api }] = await Promise.all([RedisServer.start(), startSurroundings({})])
  onTestFinished(() => redis.close())
  const folder = await aFolder({ 'coatcheck.config.json': clusterConfig({ github, google, api }) })
  onTestFinished(() => folder.remove())

  return {
    redis,
    github,
    google,
    api,
    async start(redisUrl = redis.url) {
      const server = await startCoatcheck(folder.path, { REDIS_URL: redisUrl })
      onTestFinished(async () => {
        server.signal('SIGKILL')
        await server.ended
      })
      const port = Number(new URL(server.url).port)
      const browser = (jar?: CookieJar) => new Browser({ publicUrl: PUBLIC_URL, port, now: Date.now, jar })
      return { ...server, browser }
    },
    async withExpiredTokens(signIn) {
      github.tokenLifetimeSeconds = SHORT_LIFE_SECONDS
      const signedIn = await signIn()
      github.tokenLifetimeSeconds = LONG_LIFE_SECONDS
      await until(Date.now() + SHORT_LIFE_SECONDS * 1000)
      return signedIn
    },
  }
}

function clusterConfig(around: Omit<Surroundings, 'clock'>) {
  const store = { type: 'redis', url: { env: 'REDIS_URL' } } as const
  const config = configOf(PUBLIC_URL, around, { session: { store } })
  const upstreams = Object.entries(config.upstreams ?? {}).map(([name, upstream]) => [
    name,
    { ...upstream, maxConcurrentPerSession: 1000 },
  ])
  return { ...config, upstreams: Object.fromEntries(upstreams) }
}

/** Waits for a moment of the real clock, which all processes share. */
async function until(moment: number): Promise<void> {
  while (Date.now() < moment) {
    await new Promise((resolve) => setTimeout(resolve, moment - Date.now()))
  }
}
