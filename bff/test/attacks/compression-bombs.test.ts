import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { login } from '../support/journey.ts'
import { startProxied } from '../support/proxy-server.ts'
import type { ResourceServer } from '../support/resource-server.ts'
import { startBff } from '../support/start-bff.ts'
import { withMembers } from '../support/test-provider.ts'

const MEGABYTE = 1024 * 1024

/** A thousandth of what it becomes. */
const BOMB = gzipSync(Buffer.alloc(64 * MEGABYTE, ' '))

it.each([
  ['its tokens', 'token_endpoint'],
  ['its keys', 'jwks_uri'],
])('attack 39 compression bomb: a provider that answers one for %s is given up', async (_what, endpoint) => {
  const bff = await startBff()
  answerBomb(bff.api)
  bff.google.interfere(GOOGLE_PATHS.metadata, withMembers({ [endpoint]: `${bff.api.origin}/bomb` }))

  const landing = await login(bff.browser(), 'google')

  expect(bff.api.requests.length).toBeGreaterThan(0)
  expect(landing.headers.location).toBe('/?auth_error=provider_unavailable')
})

it('attack 39 compression bomb: one of an upstream passes as it came', async () => {
  const { bff, api } = await startProxied()
  answerBomb(api)

  const answer = await bff.call('/api/github/archive')

  expect(answer.headers['content-encoding']).toBe('gzip')
  // As text, of which no character can take less than a byte.
  expect(answer.text.length).toBeLessThanOrEqual(BOMB.length)
})

function answerBomb(server: ResourceServer): void {
  server.answer((req, res) => {
    req.resume()
    res.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(BOMB)
  })
}
