import { readFile } from 'node:fs/promises'
import { get as getHttp } from 'node:http'
import { get as getHttps } from 'node:https'
import { afterEach, describe, expect, it } from 'vitest'
import { findRedisServer } from './redis-server.ts'
import { type Stack, startStack } from './stack.ts'

const NAVIGATION = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'none' }
let stack: Stack | undefined

afterEach(async () => {
  await stack?.stop()
  stack = undefined
})

describe('startStack', () => {
  it('serves app and BFF on one origin, with the providers on another site', async () => {
    stack = await startStack()

    const page = await navigate(stack, '/')
    const github = await navigate(stack, '/bff/login/github')
    const google = await navigate(stack, '/bff/login/google')

    expect(page.status).toBe(200)
    expect(github.location).toMatch(new RegExp(`^${stack.world.github.webUrl}/login/oauth/authorize\\?`))
    expect(google.location).toMatch(new RegExp(`^${stack.world.google.issuer}/o/oauth2/v2/auth\\?`))
    expect(new URL(stack.appUrl).hostname).not.toBe(new URL(stack.world.google.issuer).hostname)
  })

  it('does the same over https, the BFF trusting the authority made for it', async () => {
    stack = await startStack({ https: true })

    // The redirect proves that the BFF has read the discovery document over https under its public name.
    const google = await navigate(stack, '/bff/login/google')

    expect(stack.appUrl).toMatch(/^https:\/\/app\.example\.test:\d+$/)
    expect(google.location).toMatch(/^https:\/\/accounts\.other\.test:\d+\/o\/oauth2\/v2\/auth\?/)
    expect(google.cookies.join()).toMatch(/__Host-.*; Secure/i)
  })

  it.skipIf(!findRedisServer())('keeps sessions in Redis when asked, and tells readiness by it', async () => {
    stack = await startStack({ store: 'redis' })
    await stack.redis?.switchOff()

    await expect.poll(async () => (await fetch(`${stack?.bff.origin}/bff/health/ready`)).status).toBe(503)
    await stack.redis?.switchOn()

    await expect.poll(async () => (await fetch(`${stack?.bff.origin}/bff/health/ready`)).status).toBe(200)
  })

  it('stops everything it has started', async () => {
    stack = await startStack()
    await stack.stop()

    for (const origin of [stack.bff.origin, stack.world.github.webUrl, stack.world.google.issuer]) {
      await expect(fetch(origin)).rejects.toThrow()
    }
  })

  it('reports in the BFF’s own words why it did not start', async () => {
    await expect(startStack({ settings: { SESSION_SECRET: 'short' } })).rejects.toThrow('session.secrets')
  })
})

interface Answer {
  status: number | undefined
  location: string
  cookies: string[]
}

/** Opens a path of the app as a browser would; `fetch` cannot, it sets its own Sec-Fetch headers. */
async function navigate({ appUrl, bff, caFile }: Stack, path: string): Promise<Answer> {
  const { host, hostname, port } = new URL(appUrl)
  const headers = { ...NAVIGATION, host }
  const ca = caFile ? await readFile(caFile) : undefined
  return new Promise((resolve, reject) => {
    const request = ca
      ? getHttps({ host: '127.0.0.1', servername: hostname, port, path, headers, ca })
      : getHttp(`${bff.origin}${path}`, { headers })
    request.once('error', reject)
    request.once('response', (response) => {
      const { statusCode: status, headers: received } = response.resume()
      resolve({ status, location: received.location ?? '', cookies: received['set-cookie'] ?? [] })
    })
  })
}
