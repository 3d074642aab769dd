import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { type LoopbackListener, listenOnLoopback } from '../world/loopback-listener.ts'
import type { Contender } from './contender.ts'
import type { ReceivedRequest } from './upstream.ts'
import { verifyContender } from './verify-contender.ts'
import { bodyOf, workloadNamed } from './workload.ts'

const TOKENS = { 's=1': 'gho_1', 's=2': 'gho_2' } as const
const WORKLOAD = workloadNamed('1kb')

interface Behaviour {
  status?: number
  body?: string
  authorization?: (cookie: string) => string
  /** What becomes of the browser's cookie at the upstream. */
  cookie?: (cookie: string) => string
}

const tokenOf = (cookie: string) => `Bearer ${TOKENS[cookie as keyof typeof TOKENS]}`

describe('verifyContender', () => {
  let listener: LoopbackListener

  afterEach(() => listener.close())

  async function verify(behaviour: Behaviour): Promise<void> {
    const { status = 200, body = bodyOf(1024), authorization = tokenOf, cookie = () => '' } = behaviour
    const received = new Map<string, ReceivedRequest>()
    listener = await listenOnLoopback(0)
    listener.server.on('request', (req: IncomingMessage, res: ServerResponse) => {
      const id = new URL(req.url ?? '', listener.url).searchParams.get('verify') ?? ''
      const own = req.headers.cookie ?? ''
      received.set(id, { id, authorization: authorization(own), cookie: cookie(own) })
      res.writeHead(status).end(body)
    })
    const contender: Contender = {
      name: 'a proxy',
      server: { origin: listener.url, pid: process.pid, startedInMs: 0, stop: async () => {} },
      seeded: { cookies: Object.keys(TOKENS), tokens: new Set(Object.values(TOKENS)) },
      requestsFile: async () => '',
      stop: async () => {},
    }
    await verifyContender(contender, WORKLOAD, {
      received: async (id) => received.get(id) ?? { id, authorization: '', cookie: '' },
    })
  }

  it('accepts a variant that answers right and forwards the token of each session', async () => {
    await expect(verify({})).resolves.toBeUndefined()
  })

  it.each<[string, Behaviour, string]>([
    ['refuses the call', { status: 401, body: 'no' }, 'answers 1kb with 401: no'],
    ['shortens the answer', { body: '{}' }, 'changes the answer'],
    ['forwards no token', { authorization: () => '' }, 'forwards no token of its sessions'],
    [
      'forwards a foreign token',
      { authorization: () => 'Bearer gho_3' },
      'forwards no token of its sessions',
    ],
    ['forwards one token for all', { authorization: () => 'Bearer gho_1' }, 'one token for two sessions'],
    ['forwards the cookie', { cookie: (own) => own }, "forwards the browser's cookies"],
  ])('does not let a variant be timed that %s', async (_what, behaviour, reason) => {
    await expect(verify(behaviour)).rejects.toThrow(reason)
  })
})
