import { describe, expect, it } from 'vitest'
import { userToken } from '../../src/config/factories.ts'
import { startProxiedSockets } from '../support/proxied-sockets.ts'
import { someAccessTokens } from '../support/proxy-server.ts'

describe('a WebSocket whose route needs scopes', () => {
  it('PROXY-20 is refused before it is opened, naming what is missing and where', async () => {
    const { api, refused } = await startScoped(['read:user'])

    const answer = await refused('/events')

    expect(answer).toMatchObject({
      status: 403,
      headers: { 'content-type': 'application/problem+json; charset=utf-8', connection: 'close' },
    })
    expect(answer.json()).toMatchObject({
      code: 'insufficient_scope',
      status: 403,
      provider: 'github',
      missingScopes: ['notifications', 'repo'],
      requestId: answer.headers['x-request-id'],
    })
    expect(api.handshakes).toHaveLength(0)
  })

  it.each([
    ['/events', ['notifications'], ['repo']],
    ['/events', ['repo'], ['notifications']],
    ['/plain', ['repo'], ['notifications']],
  ])('PROXY-20 needs the rule’s and the upstream’s: %s with %j', async (path, granted, missingScopes) => {
    const { api, refused } = await startScoped(granted)

    const answer = await refused(path)

    expect(answer.json()).toMatchObject({ code: 'insufficient_scope', missingScopes })
    expect(api.handshakes).toHaveLength(0)
  })

  it.each([
    ['/events', ['repo', 'notifications']],
    ['/plain', ['notifications']],
  ])('PROXY-20 is opened once they are granted: %s with %j', async (path, granted) => {
    const { api, open } = await startScoped(granted)

    await open(path)

    expect(api.handshakes).toHaveLength(1)
  })

  it('PROXY-20 is not tried again with a renewed token that lacks them', async () => {
    const accessTokens = someAccessTokens({
      grant: async () => ({ accessToken: 'old', scope: ['notifications', 'repo'] }),
      refreshRejected: async () => ({ accessToken: 'new', scope: ['notifications'] }),
    })
    const { api, refused } = await startProxiedSockets(SCOPED, { accessTokens })
    api.refuse((_req, res) => res.writeHead(401).end())

    const answer = await refused('/events')

    expect(answer.json()).toMatchObject({ code: 'insufficient_scope', missingScopes: ['repo'] })
    expect(api.handshakes.map(({ headers }) => headers.authorization)).toEqual(['Bearer old'])
  })
})

/** The upstream always needs one scope, and one of its routes another one. */
const SCOPED: Parameters<typeof startProxiedSockets>[0] = {
  credential: userToken('github', { scopes: ['notifications'] }),
  allow: [
    { methods: ['GET'], path: '/events', scopes: ['repo'], cache: 'no-store', csrf: 'header' },
    { methods: ['GET'], path: '/plain', cache: 'no-store', csrf: 'header' },
  ],
}

function startScoped(granted: string[]) {
  const grant = async () => ({ accessToken: 'at', scope: granted })
  return startProxiedSockets(SCOPED, { accessTokens: someAccessTokens({ grant }) })
}
