import { describe, expect, it } from 'vitest'
import { startBff } from '../support/start-bff.ts'

describe('health', () => {
  it('is told to anybody, without a session or a header, and sets no cookie', async () => {
    const { browser } = await startBff()
    const headers = { 'x-csrf': undefined, 'sec-fetch-site': undefined }

    const answers = [
      await browser().fetch('/bff/health/live', { headers }),
      await browser().fetch('/bff/health/ready', { headers }),
    ]

    expect(answers.map(({ status, json }) => [status, json()])).toEqual([
      [200, { status: 'ok' }],
      [200, { status: 'ready' }],
    ])
    for (const { headers: sent, setCookies } of answers) {
      expect([sent['cache-control'], setCookies]).toEqual(['no-store', []])
    }
  })

  it('CFG-08 tells nothing of the configuration', async () => {
    const { browser, github } = await startBff()

    const answers = [await browser().fetch('/bff/health/live'), await browser().fetch('/bff/health/ready')]

    const told = JSON.stringify(answers)
    for (const fact of [github.clientId, github.clientSecret, github.origin, 'redis'])
      expect(told).not.toContain(fact)
  })

  it('does not depend on the providers', async () => {
    const bff = await startBff()
    bff.google.failWith('/.well-known/openid-configuration', 503)

    const ready = await bff.browser().fetch('/bff/health/ready')

    expect(ready.status).toBe(200)
    expect(bff.google.calls).toEqual([])
  })
})
