import { EventEmitter, once } from 'node:events'
import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it, vi } from 'vitest'
import { BffError } from '../../src/errors.ts'
import type { AccessTokens } from '../../src/session/access.ts'
import { rawCall, someAccessTokens, startProxied } from '../support/proxy-server.ts'
import { connectRaw } from '../support/raw-http.ts'

/** Refuses the first token of the session, as an API does once it has been revoked. */
const acceptsOnlyNewTokens: RequestListener = async (req, res) => {
  const body = await buffer(req)
  if (req.headers.authorization === 'Bearer new') {
    res.writeHead(200, { 'content-type': 'text/plain' }).end(`${req.method} ${body.toString()}`)
    return
  }
  res
    .writeHead(401, { 'www-authenticate': 'Basic realm="api"', 'content-type': 'text/plain' })
    .end('bad token')
}

describe('an upstream 401 on a token believed fresh', () => {
  it.each([
    ['GET', undefined],
    ['POST', '{"title":"x"}'],
    ['DELETE', undefined],
  ])('PROXY-15 leads to one renewal and one replay: %s', async (method, body) => {
    const { accessTokens, renewed } = renewing(async () => ({ accessToken: 'new', scope: [] }))
    const { bff, api } = await startProxied({}, { accessTokens })
    api.answer(acceptsOnlyNewTokens)

    const answer = await bff.call('/api/github/x', { method, ...(body ? { body } : {}) })

    expect(answer).toMatchObject({ status: 200, text: `${method} ${body ?? ''}` })
    expect(renewed).toEqual(['alice-at-github'])
    expect(api.requests).toHaveLength(2)
  })

  it('PROXY-15 is cancelled when another answer takes its place', async () => {
    const { accessTokens } = renewing(async () => ({ accessToken: 'new', scope: [] }))
    const { bff, api } = await startProxied({}, { accessTokens })
    const cancelled = new Promise((resolve) => {
      api.answer((req, res) => {
        if (req.headers.authorization === 'Bearer new') return void res.end('fine')
        res.once('close', () => resolve(true))
        res.writeHead(401).write('endless')
      })
    })

    const answer = await bff.call('/api/github/x')

    expect(answer).toMatchObject({ status: 200, text: 'fine' })
    expect(await cancelled).toBe(true)
  })

  it('PROXY-15 is passed on after the replay, with a challenge of ours', async () => {
    const { accessTokens, renewed } = renewing(async () => ({ accessToken: 'newer', scope: [] }))
    const { bff, api } = await startProxied({}, { accessTokens })
    api.answer(acceptsOnlyNewTokens)

    const answer = await bff.call('/api/github/x')

    expect(answer).toMatchObject({
      status: 401,
      text: 'bad token',
      headers: { 'www-authenticate': 'Session' },
    })
    expect([renewed.length, api.requests.length]).toEqual([1, 2])
  })

  it.each(['GET', 'HEAD'])('PROXY-15 stands when there is no other token: %s', async (method) => {
    const { accessTokens } = renewing(async () => undefined)
    const { bff, api } = await startProxied({}, { accessTokens })
    api.answer(acceptsOnlyNewTokens)

    const answer = await bff.call('/api/github/x', { method })

    expect(answer).toMatchObject({ status: 401, text: method === 'GET' ? 'bad token' : '' })
    expect(answer.headers['www-authenticate']).toBe('Session')
    expect(api.requests).toHaveLength(1)
  })

  it('PROXY-17 is lost with its connection, and the loss is said', async () => {
    let upstream: Socket | null = null
    const { accessTokens } = renewing(async () => {
      upstream?.resetAndDestroy()
      // Another round trip: by then the reset has arrived.
      await bff.call('/api/github/x', { headers: { cookie: '' } })
      return undefined
    })
    const { bff, api } = await startProxied({}, { accessTokens })
    api.answer((_req, res) => {
      upstream = res.socket
      res.writeHead(401, { connection: 'close', 'content-length': 9 })
      res.write('bad token')
    })

    const answer = await bff.call('/api/github/x')

    expect(answer.json()).toMatchObject({ code: 'upstream_unreachable', status: 502 })
  })

  it('becomes the failure of the renewal', async () => {
    const { accessTokens } = renewing(async () => {
      throw new BffError('reauth_required', 'The provider refused the refresh token.', { provider: 'github' })
    })
    const { bff, api } = await startProxied({}, { accessTokens })
    api.answer(acceptsOnlyNewTokens)

    const answer = await bff.call('/api/github/x')

    expect(answer.status).toBe(401)
    expect(answer.json()).toMatchObject({ code: 'reauth_required', provider: 'github' })
  })

  it('is passed on when the body has streamed past and cannot be sent again', async () => {
    const { accessTokens, renewed } = renewing(async () => ({ accessToken: 'new', scope: [] }))
    const { bff, api } = await startProxied({}, { accessTokens })
    api.answer(acceptsOnlyNewTokens)

    const answer = await bff.call('/api/github/x', { method: 'POST', body: Buffer.alloc(100_000) })

    expect(answer).toMatchObject({ status: 401, text: 'bad token' })
    expect(renewed).toEqual([])
  })

  it('PROXY-19 is forgotten when the browser leaves meanwhile', async () => {
    const gone = new EventEmitter()
    const { accessTokens, renewed } = renewing(async () => {
      browser.destroy()
      await once(gone, 'upstream call cancelled')
      return { accessToken: 'new', scope: [] }
    })
    const { bff, api } = await startProxied({}, { accessTokens })
    api.answer((_req, res) => {
      res.once('close', () => gone.emit('upstream call cancelled'))
      res.writeHead(401).write('half a body')
    })
    const browser = await connectRaw(bff.origin)

    browser.write(rawCall('GET', '/api/github/x'))

    await vi.waitFor(() => expect(bff.log.some(({ aborted }) => aborted)).toBe(true))
    api.answerWith(200)
    await bff.call('/api/github/after')
    expect(renewed).toHaveLength(1)
    expect(api.requests.map(({ target }) => target)).toEqual(['/x', '/after'])
  })
})

it.each([
  ['no body', 'Content-Length: 0'],
  ['a small body', 'Content-Length: 1000'],
  ['a large body', 'Content-Length: 500000'],
])(
  'PROXY-19 gives back the place of a browser that leaves while a token is fetched: %s',
  async (_what, length) => {
    const accessTokens = someAccessTokens({
      async grant() {
        if (!browser.destroyed) {
          browser.destroy()
          await vi.waitFor(() => expect(bff.log.some(({ aborted }) => aborted)).toBe(true))
        }
        return { accessToken: 'at', scope: [] }
      },
    })
    const { bff } = await startProxied({ maxConcurrentPerSession: 1 }, { accessTokens })
    const browser = await connectRaw(bff.origin)

    browser.write(rawCall('POST', '/api/github/x', `${length}\r\n\r\n`))

    await once(browser, 'close')
    await vi.waitFor(async () => expect(await bff.call('/api/github/y')).toMatchObject({ status: 200 }))
  },
)

function renewing(refreshRejected: AccessTokens['refreshRejected']): {
  accessTokens: AccessTokens
  renewed: string[]
} {
  const renewed: string[] = []
  const accessTokens = someAccessTokens({
    refreshRejected(session, providerId, rejected) {
      renewed.push(rejected.accessToken)
      return refreshRejected(session, providerId, rejected)
    },
  })
  return { accessTokens, renewed }
}
