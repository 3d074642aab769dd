import type { RequestListener } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { ProofJudge } from '../support/proof-judge.ts'
import { type SocketUpstream, startSocketUpstream } from '../support/socket-upstream.ts'
import { type CorpBff, loginAtCorp, startCorp } from '../support/start-corp.ts'

describe('a WebSocket with a token that is bound to a key', () => {
  it('ADV-02 proves the handshake at the address as http spells it', async () => {
    const { browser, upstream, bff } = await signedIn()

    await browser.openSocket('/api/corp/live?room=1')

    const verdict = await judged(upstream, 0)
    expect(verdict).toEqual({ kind: 'good', jkt: bff.corp.keyOf(tokenIn(upstream, 0)) })
  })

  it('ADV-03 answers a challenge for a nonce once', async () => {
    const { browser, upstream } = await signedIn()
    upstream.refuse((req, res) => {
      upstream.refuse()
      challenge('n-1')(req, res)
    })

    await browser.openSocket('/api/corp/live')

    expect(upstream.handshakes).toHaveLength(2)
    expect(nonceIn(upstream, 1)).toBe('n-1')
  })

  it('ADV-03 stops at the second challenge, and asks for no other token', async () => {
    const { browser, upstream, bff } = await signedIn()
    upstream.refuse(challenge('n-2'))
    const before = bff.corp.calls.length

    await expect(browser.openSocket('/api/corp/live')).rejects.toThrow('502')

    expect(upstream.handshakes).toHaveLength(2)
    expect(bff.corp.calls).toHaveLength(before)
  })

  it('ADV-04 never goes out as a bearer token, also when it is refused and renewed', async () => {
    const { browser, upstream } = await signedIn()
    upstream.refuse((_req, res) => res.writeHead(401, { 'www-authenticate': 'Bearer' }).end())

    await expect(browser.openSocket('/api/corp/live')).rejects.toThrow('502')

    const schemes = upstream.handshakes.map(({ headers }) => headers.authorization?.split(' ')[0])
    expect(schemes).toEqual(['DPoP', 'DPoP'])
    expect(tokenIn(upstream, 0)).not.toBe(tokenIn(upstream, 1))
  })
})

interface World {
  bff: CorpBff
  browser: Browser
  upstream: SocketUpstream
}

async function signedIn(): Promise<World> {
  const upstream = await startSocketUpstream()
  const bff = await startCorp({
    habits: { bindsTokens: true },
    settings: { dpop: true },
    upstreams: () => ({
      corp: { target: `${upstream.origin}/v1`, credential: { type: 'userToken', provider: 'corp' } },
    }),
  })
  const browser = bff.browser()
  await loginAtCorp(browser)
  return { bff, browser, upstream }
}

function challenge(nonce: string): RequestListener {
  return (_req, res) => {
    const headers = { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': nonce }
    res.writeHead(401, headers).end()
  }
}

function judged({ handshakes, origin }: SocketUpstream, index: number) {
  const headers = handshakes[index]?.headers
  const accessToken = headers?.authorization?.replace('DPoP ', '')
  const call = { method: 'GET', url: `${origin}/v1/live`, proof: headers?.dpop, accessToken }
  return new ProofJudge().judge(call)
}

function tokenIn({ handshakes }: SocketUpstream, index: number): string {
  return handshakes[index]?.headers.authorization?.split(' ')[1] ?? ''
}

function nonceIn({ handshakes }: SocketUpstream, index: number): unknown {
  const [, payload = ''] = String(handshakes[index]?.headers.dpop).split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString()).nonce
}
