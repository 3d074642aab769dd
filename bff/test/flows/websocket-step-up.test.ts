import { describe, expect, it } from 'vitest'
import { userToken } from '../../src/config/factories.ts'
import type { RouteRule } from '../../src/proxy/route-matcher.ts'
import { startProxiedSockets } from '../support/proxied-sockets.ts'
import { someAccessTokens } from '../support/proxy-server.ts'

const CHALLENGE = { 'www-authenticate': 'Bearer error="insufficient_user_authentication", acr_values="gold"' }
const RULE: RouteRule = {
  methods: ['GET'],
  path: '/**',
  requires: { maxAge: 60 },
  cache: 'no-store',
  csrf: 'header',
}
const GUARDED = {
  credential: userToken('github'),
  allow: [RULE],
}

describe('a WebSocket', () => {
  it('ADV-08 is refused before it is opened where its route requires another authentication', async () => {
    const { api, refused } = await startProxiedSockets(GUARDED)

    const answer = await refused()

    expect([answer.status, answer.json()]).toMatchObject([
      403,
      { code: 'step_up_required', provider: 'github', maxAge: 60 },
    ])
    expect(api.handshakes).toHaveLength(0)
  })

  it('is opened when the person has authenticated like that', async () => {
    const accessTokens = someAccessTokens({
      isAuthenticated: (_session, _provider, need) => need.maxAge === 60,
    })
    const { api, open } = await startProxiedSockets(GUARDED, { accessTokens })

    await open()

    expect(api.handshakes).toHaveLength(1)
  })

  it('ADV-08 is refused where the upstream asks for another authentication, and not tried with another token', async () => {
    const accessTokens = someAccessTokens({
      refreshRejected: async () => ({ accessToken: 'new', scope: [] }),
    })
    const { api, refused } = await startProxiedSockets({}, { accessTokens })
    api.refuse((_req, res) => res.writeHead(401, CHALLENGE).end())

    const answer = await refused()

    expect([answer.status, answer.json()]).toMatchObject([
      403,
      { code: 'step_up_required', acrValues: ['gold'] },
    ])
    expect(api.handshakes).toHaveLength(1)
  })
})
