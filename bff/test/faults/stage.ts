import type { RequestListener } from 'node:http'
import { Browser } from '../support/browser.ts'
import { aFolder, type CoatcheckServer, startCoatcheck } from '../support/coatcheck-process.ts'
import { GithubProvider, GRACE } from '../support/github-provider.ts'
import { login } from '../support/journey.ts'
import { type ResourceServer, startResourceServer } from '../support/resource-server.ts'
import type { Caller } from './steady-load.ts'

const PUBLIC_URL = 'http://localhost:3000'
const SESSION_SECRET = 'Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'
const FIRST_SUBJECT = 1000

/** What a stage is set up with. */
export interface StageOptions {
  /** `session.store` of the configuration. */
  store: object
  processes: number
  /** Further settings of the configuration. */
  config?: object
  /** How long the API takes for an answer, in milliseconds; each time anew. Default: no time. */
  upstreamDelayMs?: () => number
}

/** BFF processes, the provider they trust and the API they forward to. */
export interface Stage {
  readonly processes: readonly CoatcheckServer[]
  /** Starts one more process. */
  startProcess(): Promise<CoatcheckServer>
  /** Signs so many people in, each at the process it will go on calling. */
  signIn(people: number): Promise<Caller[]>
  close(): Promise<void>
}

/** Starts everything but the store. */
export async function startStage(options: StageOptions): Promise<Stage> {
  const provider = new GithubProvider()
  await provider.listen()
  const api = await startResourceServer()
  api.answer(tellOwner(provider, options.upstreamDelayMs))
  const folder = await aFolder({ 'coatcheck.config.json': configOf(provider, api, options) })
  const processes: CoatcheckServer[] = []
  const startProcess = async () => {
    const started = await startCoatcheck(folder.path)
    processes.push(started)
    return started
  }
  await Promise.all(Array.from({ length: options.processes }, startProcess))

  return {
    processes,
    startProcess,
    signIn: (people) => signIn(people, provider, processes),
    async close() {
      for (const each of processes) each.signal('SIGKILL')
      await Promise.all(processes.map(({ ended }) => ended))
      await Promise.all([provider.close(), api.close(), folder.remove()])
    },
  }
}

function configOf(provider: GithubProvider, api: ResourceServer, { store, config }: StageOptions): object {
  const { clientId, clientSecret, origin } = provider
  return {
    publicUrl: PUBLIC_URL,
    session: { secrets: [SESSION_SECRET], store },
    // All people of a stage sign in from one address.
    rateLimits: { loginsPerMinute: 1_000_000, callbacksPerMinute: 1_000_000 },
    providers: {
      github: { type: 'github', clientId, clientSecret, baseUrl: origin, apiBaseUrl: origin },
    },
    upstreams: { github: { target: api.origin, credential: { type: 'userToken', provider: 'github' } } },
    ...config,
  }
}

/** The API answers whose token it was given, so that nobody's data can pass for another's. */
function tellOwner(provider: GithubProvider, delayMs: () => number = () => 0): RequestListener {
  return (req, res) => {
    const owner = provider.ledger.grantOf(req.headers.authorization?.replace('Bearer ', ''))
    const body = JSON.stringify({ subject: owner?.sub })
    setTimeout(() => res.writeHead(200, { 'content-type': 'application/json' }).end(body), delayMs())
  }
}

async function signIn(
  people: number,
  provider: GithubProvider,
  processes: readonly CoatcheckServer[],
): Promise<Caller[]> {
  const callers: Caller[] = []
  for (let index = 0; index < people; index++) {
    const origin = processes[index % processes.length]?.url ?? ''
    const id = FIRST_SUBJECT + index
    provider.person = { ...GRACE, id, login: `person-${id}` }
    const port = Number(new URL(origin).port)
    const browser = new Browser({ publicUrl: PUBLIC_URL, port, now: Date.now })
    const landing = await login(browser, 'github')
    if (landing.status !== 303) throw new Error(`nobody was signed in: ${landing.status} ${landing.text}`)
    const cookie = browser.jar.header({ isCrossSite: false, isTopLevelGet: false })
    callers.push({ origin, cookie, subject: String(id) })
  }
  return callers
}
