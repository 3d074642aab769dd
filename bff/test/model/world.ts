import type { WireListedSession, WireSession } from '@coatcheck/sdk/wire'
import type { Browser, BrowserResponse } from '../support/browser.ts'
import { CookieJar } from '../support/cookie-jar.ts'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { agreeAt, comeBack, continueTarget, type ProviderId } from '../support/journey.ts'
import type { RedisServer } from '../support/redis-server.ts'
import { type BffOptions, SESSION_SECRET, startBff, type TestBff } from '../support/start-bff.ts'
import { TOKEN_LIFETIME_SECONDS } from './grants.ts'
import { People, type PersonName } from './people.ts'
import {
  ABSOLUTE_TIMEOUT_SECONDS,
  type BrowserName,
  type CallOutcome,
  IDLE_TIMEOUT_SECONDS,
} from './session-model.ts'

/** Which of the BFFs answers, when there are several; with one BFF it is always that one. */
export type Door = 0 | 1

/** The upstream of each provider's token, and a path there. */
const CALLS = { github: '/api/github/user', google: '/api/tasks/lists' } as const
export const TOKEN_PATHS: Record<ProviderId, string> = {
  github: GITHUB_TOKEN_PATH,
  google: GOOGLE_PATHS.token,
}

type SharedOptions = BffOptions & { session: NonNullable<BffOptions['session']> }

/** The system under test: one BFF, or two on one Redis, with providers, an upstream and browsers. */
export class World {
  readonly redis: RedisServer | undefined
  readonly #options: SharedOptions
  readonly #bffs: TestBff[]
  /** How often each BFF has been started. */
  readonly #starts: number[]
  /** The first signs and seals, all verify and open. */
  secrets: readonly string[] = [SESSION_SECRET]
  #run = 0
  people = new People(0)
  #jars = new Map<BrowserName, CookieJar>()
  /** Session cookies as they were handed out, in the order of the logins. */
  tickets: string[] = []
  /** Copies of the store taken so far, in all runs. */
  copies = 0
  /** How often the store has stood still, in all runs. */
  outages = 0

  private constructor(options: SharedOptions, bffs: TestBff[], redis: RedisServer | undefined) {
    this.#options = options
    this.#bffs = bffs
    this.#starts = bffs.map(() => 0)
    this.redis = redis
    this.bff(0).api.answer((req, res) => {
      const { ledger } = req.url === '/user' ? this.bff(0).github : this.bff(0).google
      const grant = ledger.grantOf(req.headers.authorization?.replace('Bearer ', ''))
      const body = grant ? { accountId: grant.sub } : { code: 'upstream' }
      res.writeHead(grant ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  }

  static async start(redis?: RedisServer): Promise<World> {
    const timeouts = {
      idleTimeoutSeconds: IDLE_TIMEOUT_SECONDS,
      absoluteTimeoutSeconds: ABSOLUTE_TIMEOUT_SECONDS,
    }
    const store = redis ? { store: { type: 'redis' as const, url: redis.url } } : {}
    const options = {
      session: { ...timeouts, ...store },
      githubTokenLifetimeSeconds: TOKEN_LIFETIME_SECONDS.github,
    }
    const first = await startBff(options)
    const bffs = redis ? [first, await startBff({ ...options, beside: first })] : [first]
    return new World(options, bffs, redis)
  }

  /** New people with new browsers; of a store of its own, everything of the run before is gone. */
  async beginRun(): Promise<void> {
    this.people = new People(++this.#run)
    this.#jars = new Map()
    this.tickets = []
    const { github, google, api } = this.bff(0)
    const kept = [github.calls, google.calls, api.requests, ...this.#bffs.map(({ log }) => log)]
    for (const each of kept) each.length = 0
    await this.redis?.clear()
  }

  bff(door: Door): TestBff {
    const bff = this.#bffs[door % this.#bffs.length]
    if (!bff) throw new Error('a world has at least one BFF')
    return bff
  }

  /** Tells a BFF from its predecessor behind the same door. */
  nameOf(door: Door): string {
    const index = door % this.#bffs.length
    return `${index} after ${this.#starts[index]} restarts`
  }

  async restart(door: Door): Promise<void> {
    const index = door % this.#bffs.length
    const former = this.bff(door)
    this.#bffs[index] = await startBff({
      ...this.#options,
      session: { ...this.#options.session, secrets: [...this.secrets] },
      beside: former,
    })
    this.#starts[index] = (this.#starts[index] ?? 0) + 1
    await former.stop()
  }

  /** Every BFF, one after the other, as in a rolling restart. */
  async restartWith(secrets: readonly string[]): Promise<void> {
    this.secrets = secrets
    for (const door of this.#bffs.keys()) await this.restart(door as Door)
  }

  browser(name: BrowserName, door: Door): Browser {
    const bff = this.bff(door)
    const jar = this.#jars.get(name) ?? new CookieJar(bff.publicUrl, bff.clock.now)
    this.#jars.set(name, jar)
    return bff.browser(jar)
  }

  /** A browser that has got hold of somebody's session cookie. */
  thief(ticket: string, door: Door): Browser {
    const browser = this.bff(door).browser()
    browser.jar.plant('coatcheck', ticket)
    return browser
  }

  /** Goes to the provider as that person and comes back; yields what the app is told. */
  async travel(browser: Browser, kind: 'login' | 'connect', to: ProviderId, as: PersonName): Promise<string> {
    const { github, google } = this.bff(0)
    github.person = this.people.atGithub(as)
    google.person = this.people.atGoogle(as)
    const provider = to === 'github' ? github : google

    let answer = await browser.navigate(`/bff/${kind}/${to}`)
    while (answer.location().origin === provider.origin) {
      answer = await comeBack(browser, await agreeAt(answer.location()))
      if (answer.status === 200) answer = await browser.navigate(continueTarget(answer))
    }
    const ticket = browser.jar.get('coatcheck')?.value
    const error = answer.location().searchParams.get('auth_error')
    if (kind === 'login' && !error && ticket) this.tickets.push(ticket)
    return error ?? 'connected'
  }

  async call(browser: Browser, provider: ProviderId): Promise<CallOutcome> {
    const answer = await browser.fetch(CALLS[provider])
    const { accountId, code } = answer.json() as { accountId?: string; code?: string }
    return accountId === undefined ? { status: answer.status, code: code ?? '' } : { status: 200, accountId }
  }

  async session(browser: Browser): Promise<WireSession | undefined> {
    const answer = await browser.fetch('/bff/session')
    if (answer.status === 204) return undefined
    return expectStatus(answer, 200).json() as WireSession
  }

  async sessions(browser: Browser): Promise<WireListedSession[] | undefined> {
    const answer = await browser.fetch('/bff/sessions')
    if (answer.status === 401) return undefined
    return expectStatus(answer, 200).json() as WireListedSession[]
  }

  /** What a thief of the store would have now. */
  async copyOfRedis(): Promise<Map<string, string>> {
    if (!this.redis) throw new Error('only a world on Redis has a store to copy')
    this.copies += 1
    return this.redis.entries()
  }

  /** Redis keeps its connections, and answers nothing while something is tried. */
  async withoutStore<T>(tried: () => Promise<T>): Promise<T> {
    this.outages += 1
    this.redis?.freeze()
    return tried().finally(() => this.redis?.thaw())
  }

  /** What opens a session or a pending login: cookies, and the ids and secrets in them. */
  cookieSecrets(): string[] {
    const cookies = [...this.#jars.values()].flatMap((jar) => jar.all()).filter(({ httpOnly }) => httpOnly)
    const values = [...cookies.map(({ value }) => value), ...this.tickets]
    return values.flatMap((value) => [value, ...decodeURIComponent(value).split(/[:.]/)]).filter(isLong)
  }

  /** Token requests for a refresh in this run. */
  refreshes(provider: ProviderId): number {
    const calls = this.bff(0)[provider].callsTo(TOKEN_PATHS[provider])
    return calls.filter(({ form }) => form.get('grant_type') === 'refresh_token').length
  }

  /** How often tokens were shown to the provider to take a grant back, in this run. */
  revocations(provider: ProviderId): number {
    const { github, google } = this.bff(0)
    return provider === 'github'
      ? github.callsTo(github.revocationPath('grant')).length
      : google.callsTo(GOOGLE_PATHS.revoke).length
  }

  /** The person takes everything back that they ever allowed there. */
  async takeBackAt(provider: ProviderId, sub: string): Promise<void> {
    const { ledger, origin } = this.bff(0)[provider]
    const tokens = ledger.tokens.filter((token) => ledger.grantOf(token)?.sub === sub)
    // Google forgets at its own endpoint that it was ever asked, too.
    const [body] = tokens.map((token) => new URLSearchParams({ token }))
    if (provider === 'google' && body) await fetch(origin + GOOGLE_PATHS.revoke, { method: 'POST', body })
    for (const token of tokens) {
      const grant = ledger.grantOf(token)
      if (grant) ledger.endGrant(grant)
    }
  }
}

function expectStatus(answer: BrowserResponse, status: number): BrowserResponse {
  if (answer.status !== status) throw new Error(`${status} was expected, not ${answer.status} ${answer.text}`)
  return answer
}

/** The start of a login, a signature's mark: not everything in a cookie is a secret. */
function isLong(part: string): boolean {
  return part.length >= 16
}
