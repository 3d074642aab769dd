import { describe, expect, it } from 'vitest'
import type { ConfigInput } from '../../src/config/schema.ts'
import type { Browser, BrowserResponse } from '../support/browser.ts'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { comeBack, login, reachCallback } from '../support/journey.ts'
import { logoutForm, logoutToken, nameSession, tellLogout } from '../support/logout-token.ts'
import { ask } from '../support/redis-command.ts'
import { redisOfSuite } from '../support/redis-of-suite.ts'
import { hasRedis } from '../support/redis-server.ts'
import { startBff } from '../support/start-bff.ts'

const LIMIT = 20
const NAVIGATION = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', accept: 'text/html' }

describe('the rate of what needs no session', () => {
  it('LOGIN-07 a client that begins too many logins is told to wait, and may go on when the minute is over', async () => {
    const bff = await startBff({ rateLimits: { loginsPerMinute: LIMIT } })
    const browser = bff.browser()
    const before = await depart(browser, LIMIT)
    bff.clock.advance({ seconds: 18 })

    const refused = await browser.navigate('/bff/login/github')
    const connecting = await browser.fetch('/bff/connect/github', { headers: { accept: '*/*' } })
    bff.clock.advance({ seconds: 42 })
    const after = await browser.navigate('/bff/login/github')

    expect(statuses(before)).toEqual([303])
    expect([refused.status, refused.headers['retry-after'], refused.setCookies]).toEqual([429, '42', []])
    expect(refused.headers['content-type']).toContain('text/html')
    const problem = { code: 'rate_limited', detail: expect.stringContaining('wait a minute') }
    expect([connecting.status, connecting.json()]).toMatchObject([429, problem])
    expect(after.status).toBe(303)
  })

  it('LOGIN-07 all clients together begin no more logins than the store is to hold', async () => {
    const rateLimits = { loginsPerMinute: 2, totalLoginsPerMinute: 5 }
    const { browser } = await startBff({ rateLimits, trustProxy: 1 })
    const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.3']

    const flood = await departFrom(browser(), Array<string>(10).fill('192.0.2.1'))
    const others = await departFrom(browser(), [...addresses, ...addresses])

    expect(countOf(flood, 303)).toBe(2)
    // The flood took two places of five, and what it was refused took none.
    expect(countOf(others, 303)).toBe(3)
  })

  it('OPS-08 callbacks and logout tokens have limits of their own', async () => {
    const rateLimits = { callbacksPerMinute: 2, backchannelLogoutsPerMinute: 3 }
    const bff = await startBff({ rateLimits })
    const browser = bff.browser()

    const callbacks = await times(3, () => browser.navigate('/bff/callback/github?code=c&state=s'))
    const logouts = await times(4, () => tellLogout(bff, 'logout_token=forged'))
    const departure = await browser.navigate('/bff/login/github')

    expect(callbacks.map(({ status }) => status)).toEqual([400, 400, 429])
    expect(logouts.map(({ status }) => status)).toEqual([400, 400, 400, 429])
    expect(logouts.at(-1)?.headers.get('retry-after')).toBe('60')
    expect(departure.status).toBe(303)
  })

  it('attack 43 forced logout: forged tokens at volume end no session and keep nobody else from ending one', async () => {
    const bff = await startBff({ rateLimits: { backchannelLogoutsPerMinute: LIMIT }, trustProxy: 1 })
    nameSession(bff, 'sid-1')
    const browser = bff.browser()
    await login(browser, 'google')

    const forged = await times(3 * LIMIT, () => tellLogout(bff, 'logout_token=forged'))
    const session = await browser.fetch('/bff/session')
    const honest = await tellFrom('192.0.2.9', bff.port, logoutForm(await logoutToken(bff, { sid: 'sid-1' })))

    expect(countOf(forged, 400)).toBe(LIMIT)
    expect(countOf(forged, 429)).toBe(2 * LIMIT)
    expect([session.status, honest.status]).toEqual([200, 200])
    expect((await browser.fetch('/bff/session')).status).toBe(204)
  })

  it.each<[string, ConfigInput['trustProxy']]>([
    ['as long as no proxy is trusted', undefined],
    ['to the left of what the one proxy wrote', 1],
    ['from an address that is none of the proxies', ['10.0.0.0/8']],
  ])(
    'CFG-09 attack 45 limit bypass: X-Forwarded-For makes nobody another client %s',
    async (_when, trustProxy) => {
      const { browser, log } = await startBff({ rateLimits: { loginsPerMinute: LIMIT }, trustProxy })
      const own = trustProxy === 1 ? ', 192.0.2.7' : ''

      const departures = await departFrom(
        browser(),
        Array.from({ length: 2 * LIMIT }, (_value, index) => `198.51.100.${index}${own}`),
      )

      expect(countOf(departures, 303)).toBe(LIMIT)
      const warnings = log.filter((line) => line.includes('rate limit reached'))
      expect(warnings).toHaveLength(1)
      expect(JSON.parse(warnings[0] ?? '')).toMatchObject({ client: own === '' ? '127.0.0.1' : '192.0.2.7' })
    },
  )

  it.each([
    ['that a proxy is to be trusted, where somebody forwards', { 'x-forwarded-for': '192.0.2.1' }, true],
    ['nothing of proxies, where nobody does', {}, false],
  ])('tells whoever reads the log which limit was reached by whom, and %s', async (_what, headers, hints) => {
    const { browser, log } = await startBff({ rateLimits: { loginsPerMinute: 1 } })

    await times(3, () => browser().fetch('/bff/login/github', { headers: { ...NAVIGATION, ...headers } }))

    const warnings = log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'rate limit reached')
    expect(warnings).toMatchObject([{ level: 'warn', limit: 'logins', client: '127.0.0.1' }])
    expect(String(warnings[0]?.hint).includes('trustProxy')).toBe(hints)
  })

  it('CFG-09 people behind a proxy that is trusted are clients of their own, however the list is written', async () => {
    const { browser } = await startBff({
      rateLimits: { loginsPerMinute: 1 },
      trustProxy: ['loopback', '10.0.0.0/8'],
    })
    const chains = [
      '192.0.2.1',
      '192.0.2.2, 10.0.0.1',
      '6.6.6.6, 192.0.2.3,10.0.0.1 , 10.0.0.2',
      'unknown, 10.0.0.3',
    ]

    const first = await departFrom(browser(), chains)
    const second = await departFrom(browser(), chains)

    expect([statuses(first), statuses(second)]).toEqual([[303], [429]])
  })

  it('OPS-08 attack 45 limit bypass: all addresses of an IPv6 network are one client, another network is another', async () => {
    const { browser } = await startBff({ rateLimits: { loginsPerMinute: LIMIT }, trustProxy: 1 })
    const rotated = Array.from(
      { length: 2 * LIMIT },
      (_value, index) => `2001:db8:1:2${index + 10}::${index}`,
    )

    const departures = await departFrom(browser(), rotated)
    const [elsewhere] = await departFrom(browser(), ['2001:db8:1:300::1'])

    expect([countOf(departures, 303), elsewhere?.status]).toEqual([LIMIT, 303])
  })

  it('attack 45 limit bypass: another spelling of the path is the same limit or no route', async () => {
    const { browser } = await startBff({ rateLimits: { loginsPerMinute: 1 } })
    await depart(browser(), 1)

    const spellings = [
      '/bff/login/github/',
      '/bff/login/%67ithub',
      '/bff/login/github?x',
      '/bff/LOGIN/github',
      '/bff//login/github',
    ]
    const answers = await Promise.all(spellings.map((path) => browser().navigate(path)))

    expect(answers.map(({ status }) => status)).toEqual([429, 429, 429, 404, 404])
  })
})

describe.skipIf(!hasRedis)('the rate of what needs no session, at several BFFs on one Redis', () => {
  const redis = redisOfSuite()

  it('LOGIN-07 a thousand logins begun in one browser leave six records, and a refusal for most', async () => {
    const bff = await startBff({ session: redis.session(), rateLimits: {} })

    const departures = await depart(bff.browser(), 1_000)

    expect([countOf(departures, 303), countOf(departures, 429)]).toEqual([300, 700])
    const keys = (await ask(redis.server().url, ['KEYS', '*'])) as string[]
    expect(keys.filter((key) => key.includes(':login:'))).toHaveLength(6)
  })

  it('OPS-08 attack 45 limit bypass: of a burst at two of them, exactly as many pass as may', async () => {
    const limited = { session: redis.session(), rateLimits: { loginsPerMinute: LIMIT } }
    const bff = await startBff(limited)
    const second = await startBff({ ...limited, beside: bff })
    const browsers = [bff.browser(), second.browser()]

    const departures = await Promise.all(
      Array.from({ length: 4 * LIMIT }, (_value, index) =>
        browsers[index % 2]?.navigate('/bff/login/github'),
      ),
    )

    expect(departures.filter((answer) => answer?.status === 303)).toHaveLength(LIMIT)
    expect(departures.filter((answer) => answer?.status === 429)).toHaveLength(3 * LIMIT)
  })

  it('OPS-08 while nobody can count, nobody begins a login or comes back from one', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github')
    redis.server().freeze()

    const [departure, landing] = await Promise.all([
      browser.navigate('/bff/login/github'),
      comeBack(browser, callbackUrl),
    ])
    redis.server().thaw()

    expect([departure.status, landing.status]).toEqual([503, 503])
    expect(bff.github.callsTo(GITHUB_TOKEN_PATH)).toHaveLength(0)
  })
})

function depart(browser: Browser, count: number): Promise<BrowserResponse[]> {
  return times(count, () => browser.navigate('/bff/login/github'))
}

/** One login after the other, each with that `X-Forwarded-For`. */
async function departFrom(browser: Browser, forwardedFor: readonly string[]): Promise<BrowserResponse[]> {
  const answers: BrowserResponse[] = []
  for (const chain of forwardedFor) {
    const headers = { ...NAVIGATION, 'x-forwarded-for': chain }
    answers.push(await browser.fetch('/bff/login/github', { headers }))
  }
  return answers
}

function tellFrom(forwardedFor: string, port: number, body: URLSearchParams): Promise<Response> {
  const headers = { 'x-forwarded-for': forwardedFor }
  return fetch(`http://127.0.0.1:${port}/bff/backchannel-logout/google`, { method: 'POST', body, headers })
}

async function times<T>(count: number, call: () => Promise<T>): Promise<T[]> {
  const answers: T[] = []
  for (let done = 0; done < count; done++) answers.push(await call())
  return answers
}

function statuses(answers: readonly { status: number }[]): number[] {
  return [...new Set(answers.map(({ status }) => status))]
}

function countOf(answers: readonly { status: number }[], status: number): number {
  return answers.filter((answer) => answer.status === status).length
}
