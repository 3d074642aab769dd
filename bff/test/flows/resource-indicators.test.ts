import type { RequestListener } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { type ResourceServer, startResourceServer } from '../support/resource-server.ts'
import { type CorpBff, loginAtCorp, startCorp } from '../support/start-corp.ts'
import { STRICT_PATHS, type StrictHabits } from '../support/strict-provider.ts'

const LIFETIME_SECONDS = 300
const TASKS = 'https://tasks.corp.example/'
const FILES = 'urn:corp:files'

describe('upstreams that are resources of their own', () => {
  it('ADV-06 are asked for by name when somebody signs in', async () => {
    const { bff } = await signedIn()

    const [push] = bff.corp.callsTo(STRICT_PATHS.push)
    expect(push?.form.getAll('resource')).toEqual([TASKS, FILES])
    const [exchange] = bff.corp.callsTo(STRICT_PATHS.token)
    expect(exchange?.form.has('resource')).toBe(false)
  })

  it('ADV-06 REFRESH-07 each get a token that no other takes', async () => {
    const { bff, browser, apis } = await signedIn()

    for (const upstream of ['tasks', 'files', 'tasks', 'files']) {
      expect(await browser.fetch(`/api/${upstream}/x`)).toMatchObject({ status: 200, text: 'welcome' })
    }

    expect(resourcesAsked(bff)).toEqual([TASKS, FILES])
    expect(audiencesSeen(bff, apis)).toEqual([[TASKS], [FILES]])
  })

  it('ADV-06 get them once, however many calls there are', async () => {
    const { bff, browser, apis } = await signedIn()

    const calls = Array.from({ length: 20 }, (_, at) => browser.fetch(`/api/${at % 2 ? 'tasks' : 'files'}/x`))
    const answers = await Promise.all(calls)

    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(resourcesAsked(bff).sort()).toEqual([TASKS, FILES])
    expect(audiencesSeen(bff, apis)).toEqual([[TASKS], [FILES]])
    expect(bff.corp.ledger.reuses).toBe(0)
  })

  it('ADV-06 leave the token alone that is for none in particular', async () => {
    const { bff, browser } = await signedIn()
    bff.api.answerWith(200)
    await browser.fetch('/api/tasks/x')

    await browser.fetch('/api/plain/x')

    const [ofLogin] = bff.corp.ledger.tokens
    expect(bff.api.requests.at(-1)?.headers.authorization).toEqual([`Bearer ${ofLogin}`])
  })

  it('ADV-06 REFRESH-02 get new ones when theirs end, with the newest refresh token', async () => {
    const { bff, browser } = await signedIn()

    for (let round = 0; round < 3; round++) {
      for (const upstream of ['tasks', 'files']) {
        expect((await browser.fetch(`/api/${upstream}/x`)).status).toBe(200)
      }
      bff.clock.advance({ seconds: LIFETIME_SECONDS })
    }

    expect(resourcesAsked(bff)).toHaveLength(6)
    expect(bff.corp.ledger.reuses).toBe(0)
  })

  it('PROXY-15 ADV-06 get another one for a token they refuse, and for no other', async () => {
    const { bff, browser } = await signedIn()
    await browser.fetch('/api/tasks/x')
    await browser.fetch('/api/files/x')
    const ofTasks = bff.corp.ledger.tokens.find((token) => bff.corp.audienceOf(token) === TASKS) ?? ''
    bff.corp.ledger.endToken(ofTasks)

    expect((await browser.fetch('/api/tasks/x')).status).toBe(200)

    expect(resourcesAsked(bff)).toEqual([TASKS, FILES, TASKS])
  })

  it('ADV-06 are not called with another token when theirs cannot be had', async () => {
    const { bff, browser, apis } = await signedIn({ refreshes: false })

    const answer = await browser.fetch('/api/tasks/x')

    expect(answer.status).toBe(503)
    expect(answer.json()).toMatchObject({ code: 'provider_unavailable', provider: 'corp' })
    expect(apis.flatMap(({ requests }) => requests)).toEqual([])
    expect(bff.corp.callsTo(STRICT_PATHS.token)).toHaveLength(1)
  })

  it('ADV-06 ADV-04 keep their tokens bound to the key of the session', async () => {
    const { bff, browser } = await signedIn({ bindsTokens: true })
    bff.api.answerWith(200)

    await browser.fetch('/api/tasks/x')

    const [authorization = ''] = bff.api.requests.at(-1)?.headers.authorization ?? []
    const [scheme, token = ''] = authorization.split(' ')
    expect([scheme, bff.corp.audienceOf(token)]).toEqual(['DPoP', TASKS])
    expect(bff.corp.keyOf(token)).toBe(bff.corp.keyOf(bff.corp.ledger.tokens[0] ?? ''))
  })
})

interface World {
  bff: CorpBff
  browser: Browser
  apis: ResourceServer[]
}

async function signedIn(habits: StrictHabits = {}): Promise<World> {
  const files = await startResourceServer()
  onTestFinished(() => files.close())
  const userToken = { type: 'userToken', provider: 'corp' } as const
  const bff = await startCorp({
    habits,
    settings: { dpop: habits.bindsTokens },
    upstreams: (target) => ({
      tasks: { target, credential: { ...userToken, resource: TASKS } },
      files: { target: files.origin, credential: { ...userToken, resource: FILES } },
      plain: { target, credential: userToken },
    }),
  })
  bff.api.answer(takingOnly(bff, TASKS))
  files.answer(takingOnly(bff, FILES))
  const browser = bff.browser()
  await loginAtCorp(browser)
  return { bff, browser, apis: [bff.api, files] }
}

/** An API that takes living tokens for itself, and nothing else. */
function takingOnly({ corp }: CorpBff, resource: string): RequestListener {
  return (req, res) => {
    const token = req.headers.authorization?.replace('Bearer ', '') ?? ''
    const isGood = corp.audienceOf(token) === resource && corp.ledger.grantOf(token) !== undefined
    res.writeHead(isGood ? 200 : 401, { 'content-type': 'text/plain' }).end(isGood ? 'welcome' : 'not for me')
  }
}

/** Whose tokens each API was shown. */
function audiencesSeen({ corp }: CorpBff, apis: ResourceServer[]): unknown[][] {
  return apis.map(({ requests }) => {
    const tokens = requests.flatMap(({ headers }) => headers.authorization ?? [])
    return [...new Set(tokens.map((value) => corp.audienceOf(value.replace('Bearer ', ''))))]
  })
}

function resourcesAsked({ corp }: CorpBff): unknown[] {
  const refreshes = corp.callsTo(STRICT_PATHS.token).filter(({ form }) => form.has('refresh_token'))
  return refreshes.map(({ form }) => form.get('resource'))
}
