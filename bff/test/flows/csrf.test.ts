import { describe, expect, it } from 'vitest'
import { login } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

/** Every route that answers a script; navigations and health have checks of their own (CSRF-09). */
const SCRIPT_ROUTES = [
  ['GET', '/bff/session'],
  ['POST', '/bff/logout'],
  ['DELETE', '/bff/connections/github'],
  ['GET', '/api/github/user'],
  ['HEAD', '/api/github/user'],
  ['POST', '/api/github/user/repos'],
  ['PUT', '/api/github/user/following/grace'],
  ['PATCH', '/api/github/repos/o/r'],
  ['DELETE', '/api/github/repos/o/r'],
  ['OPTIONS', '/api/github/user'],
] as const

/** What a forged call may look like; `undefined` leaves a header out. */
const FORGERIES: [string, Record<string, string | undefined>][] = [
  ['has no header of ours', { 'x-csrf': undefined }],
  ['has another value in it', { 'x-csrf': '0' }],
  ['has the header twice', { 'x-csrf': '1, 1' }],
  ['comes from another site', { 'sec-fetch-site': 'cross-site' }],
  ['comes from a sibling of this site', { 'sec-fetch-site': 'same-site' }],
  ['comes from no page', { 'sec-fetch-site': 'none' }],
  ['comes from a place not heard of', { 'sec-fetch-site': 'elsewhere' }],
  ['has a foreign Origin and nothing else', { 'sec-fetch-site': undefined, origin: 'https://evil.example' }],
  ['has an opaque Origin', { 'sec-fetch-site': undefined, origin: 'null' }],
  ['has our Origin with another scheme', { 'sec-fetch-site': undefined, origin: 'https://localhost' }],
]

describe('calls that may be forged', () => {
  it.each(FORGERIES)(
    'CSRF-01 CSRF-02 CSRF-05 CSRF-06 one that %s is refused on every route',
    async (_what, headers) => {
      const bff = await startBff({ session: { cookie: { sameSite: 'lax' } } })
      const browser = bff.browser()
      await login(browser, 'github')

      for (const [method, path] of SCRIPT_ROUTES) {
        const answer = await browser.fetch(path, { method, headers })
        const isRefused = method === 'HEAD' || (answer.json() as { code: string }).code === 'csrf'
        expect([method, path, answer.status, isRefused]).toEqual([method, path, 403, true])
      }

      expect(bff.api.requests).toEqual([])
      expect((await browser.fetch('/bff/session')).json()).toMatchObject({
        connections: [{ status: 'active' }],
      })
    },
  )

  it.each([
    ['the header', { 'x-csrf': undefined }, 'Send the header X-CSRF: 1'],
    ['Fetch Metadata', { 'sec-fetch-site': 'cross-site' }, 'Sec-Fetch-Site must be same-origin'],
    [
      'the Origin',
      { 'sec-fetch-site': undefined, origin: 'https://evil.example' },
      'Origin is not the origin this app is served from',
    ],
  ])('says that %s is what is wrong', async (_what, headers, detail) => {
    const { browser } = await startBff()

    const answer = await browser().fetch('/bff/session', { headers })

    expect(answer.json()).toMatchObject({ code: 'csrf', detail: expect.stringContaining(detail) })
  })

  it('takes a call of this origin without Fetch Metadata by its Origin, or by the header alone', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')

    const statuses: number[] = []
    for (const origin of [bff.publicUrl, undefined]) {
      const headers = { 'sec-fetch-site': undefined, 'sec-fetch-mode': undefined, origin }
      statuses.push((await browser.fetch('/api/github/user', { method: 'POST', headers })).status)
    }

    expect(statuses).toEqual([200, 200])
  })

  it('CSRF-03 CSRF-04 gives no other origin leave for anything, and asks nobody for a preflight', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const origins = ['https://evil.example', 'null', `${bff.publicUrl}.evil.example`, bff.publicUrl]

    for (const [, path] of [...SCRIPT_ROUTES, ['GET', '/bff/login/github'], ['GET', '/bff/health/live']]) {
      for (const origin of origins) {
        const headers = {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'x-csrf',
          'x-csrf': undefined,
        }
        const preflight = await browser.fetch(path ?? '', { method: 'OPTIONS', headers })
        expect(preflight.status).toBeGreaterThanOrEqual(400)
        expect(Object.keys(preflight.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
      }
    }
    expect(bff.api.requests).toEqual([])
  })

  it('CSRF-08 takes no other method from a header or a parameter', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' }

    const answer = await browser.fetch('/bff/connections/github?_method=DELETE', { method: 'POST', headers })
    await browser.fetch('/api/github/user?_method=DELETE', { headers })

    expect(answer.status).toBe(405)
    expect(bff.api.requests.map(({ method }) => method)).toEqual(['GET'])
  })
})
