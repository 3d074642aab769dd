import { Browser } from '../support/browser.ts'
import { aFolder, type CoatcheckServer, startCoatcheck } from '../support/coatcheck-process.ts'
import { GithubProvider } from '../support/github-provider.ts'
import { login } from '../support/journey.ts'
import { findBreaches } from './judge-upstream-request.ts'
import { type RecordingUpstream, startRecordingUpstream } from './recording-upstream.ts'

const PUBLIC_URL = 'http://localhost:3000'
const SESSION_SECRET = 'Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'
/** Path of the upstream's base URL. */
const BASE_PATH = '/base'

/** A `coatcheck start` process with one person signed in, in front of an upstream that records. */
export interface HostileWorld {
  readonly origin: string
  readonly process: CoatcheckServer
  readonly upstream: RecordingUpstream
  /** `Cookie` header of the session. */
  readonly cookie: string
  /** All that was wrong with what the upstream has received, as sentences. */
  breaches(): string[]
  /** Status of an ordinary call of the session. */
  callOrdinarily(): Promise<number>
  close(): Promise<void>
}

/** Keeps the heap small, so that it soon is as large as it ever gets; what leaks then shows early. */
const SMALL_HEAP = '--max-semi-space-size=2 --max-old-space-size=128'

/** Path an ordinary call asks for; only what is below it, and the path itself, is on the allow-list. */
export const ALLOWED_PATH = '/api/github/repos'

/** What a test may want otherwise. */
interface WorldOptions {
  /** Further settings of the upstream. */
  upstream?: object
  /** `listen` of the configuration. */
  listen?: object
  /** Options of the process's own Node. Default: a small heap. */
  nodeOptions?: string
}

/** Starts a world; it must be closed. */
export async function startHostileWorld(options: WorldOptions = {}): Promise<HostileWorld> {
  const [provider, upstream] = [new GithubProvider(), await startRecordingUpstream()]
  await provider.listen()
  const config = configOf(provider, upstream, options)
  const folder = await aFolder({ 'coatcheck.config.json': config })
  const process = await startCoatcheck(folder.path, { NODE_OPTIONS: options.nodeOptions ?? SMALL_HEAP })
  const port = Number(new URL(process.url).port)
  const browser = new Browser({ publicUrl: PUBLIC_URL, port, now: Date.now })
  await login(browser, 'github')

  const callOrdinarily = async () => (await browser.fetch(`${ALLOWED_PATH}/o/r`)).status
  if ((await callOrdinarily()) !== 200) throw new Error('an ordinary call is not answered')
  upstream.clear()
  const expected = {
    host: new URL(upstream.origin).host,
    accessToken: provider.ledger.tokens[0] ?? '',
    methods: ['GET', 'POST'],
    allowedBelow: `${BASE_PATH}/repos`,
  }

  return {
    origin: process.url,
    process,
    upstream,
    cookie: browser.jar.header({ isCrossSite: false, isTopLevelGet: false }) ?? '',
    breaches: () => [
      ...upstream.breaches,
      ...upstream.requests.flatMap((request) => findBreaches(request, expected)),
    ],
    callOrdinarily,
    async close() {
      process.signal('SIGKILL')
      await process.ended
      await Promise.all([provider.close(), upstream.close(), folder.remove()])
    },
  }
}

function configOf(provider: GithubProvider, upstream: RecordingUpstream, options: WorldOptions): object {
  const { clientId, clientSecret, origin: baseUrl } = provider
  const github = {
    target: upstream.origin + BASE_PATH,
    credential: { type: 'userToken', provider: 'github' },
    allow: [{ methods: ['GET', 'POST'], path: '/repos/**' }],
    forwardRequestHeaders: ['X-Trace'],
    ...options.upstream,
  }
  return {
    publicUrl: PUBLIC_URL,
    listen: options.listen,
    session: { secrets: [SESSION_SECRET], absoluteTimeoutSeconds: 86_400 },
    providers: { github: { type: 'github', clientId, clientSecret, baseUrl, apiBaseUrl: baseUrl } },
    upstreams: { github },
  }
}

/** The start of a call as the app makes it, up to the last header line. */
export function callHead(world: Pick<HostileWorld, 'cookie'>, method: string, target: string): string {
  return `${method} ${target} HTTP/1.1\r\n${appHeaders(world)}`
}

/** Header lines of a call as the app makes it. */
export function appHeaders({ cookie }: Pick<HostileWorld, 'cookie'>): string {
  return `Host: localhost:3000\r\nX-CSRF: 1\r\nSec-Fetch-Site: same-origin\r\nCookie: ${cookie}\r\n`
}
