import { beforeEach, describe, expect, it } from 'vitest'
import { startBff, type TestBff } from '../support/start-bff.ts'

/** They tell attackers something, or browsers nothing any more. */
const SUPERFLUOUS = [
  'x-powered-by',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
]

let bff: TestBff

beforeEach(async () => {
  // Nothing listens at that store, so that readiness answers 503.
  bff = await startBff({ scheme: 'https', session: { store: { type: 'redis', url: 'redis://127.0.0.1:1' } } })
})

describe('bffHeaders', () => {
  it.each([
    [200, 'GET', '/bff/health/live', {}],
    [204, 'GET', '/bff/session', { 'x-csrf': '1' }],
    [403, 'GET', '/bff/session', {}],
    [404, 'GET', '/bff/nowhere', {}],
    [405, 'DELETE', '/bff/session', {}],
    [413, 'POST', '/bff/logout', { 'x-csrf': '1', 'content-type': 'application/json' }],
    [503, 'GET', '/bff/health/ready', {}],
  ])('HDR-01 HDR-03 guards a %i of %s %s', async (status, method, path, headers) => {
    const body = status === 413 ? JSON.stringify({ padding: 'x'.repeat(100_000) }) : null

    const response = await fetch(`http://127.0.0.1:${bff.port}${path}`, { method, headers, body })

    expect(response.status).toBe(status)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    for (const name of SUPERFLUOUS) expect(response.headers.has(name)).toBe(false)
    if (status === 204) return
    expect(response.headers.get('content-type')).toMatch(/^application\/(problem\+)?json; charset=utf-8$/)
  })
})

describe('transportSecurity', () => {
  it.each(['/bff/health/live', '/api/anything', '/elsewhere'])(
    'HDR-03 promises https for a year on %s',
    async (path) => {
      const response = await fetch(`http://127.0.0.1:${bff.port}${path}`)

      expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
    },
  )

  it('promises no https on loopback http', async () => {
    const plain = await startBff({ scheme: 'http' })

    const response = await fetch(`http://127.0.0.1:${plain.port}/bff/health/live`)

    expect(response.headers.has('strict-transport-security')).toBe(false)
  })
})
