import type { lookup as dnsLookup, LookupAddress } from 'node:dns'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createGate } from '../../test/support/test-provider.ts'
import { createProviderHttp, isLoopback, type ProviderHttpSettings } from './provider-http.ts'

const SETTINGS: ProviderHttpSettings = {
  timeLimits: { tokenMs: 5_000, otherMs: 5_000 },
  maxConcurrentCalls: 64,
  allowPrivateNetwork: false,
}

const UNAVAILABLE = { code: 'provider_unavailable' }

describe('a call to a provider', () => {
  it('CFG-05 is given up when its answer drips in for longer than its time', async () => {
    const origin = await listen((_req, res) => {
      const drip = setInterval(() => res.write(' '), 20)
      res.on('close', () => clearInterval(drip))
    })
    const http = createProviderHttp('corp', origin, {
      ...SETTINGS,
      timeLimits: { tokenMs: 5_000, otherMs: 200 },
    })

    await expect(http.fetch(origin)).rejects.toMatchObject(UNAVAILABLE)
  })

  it('CFG-05 is given up when its answer unpacks to more than any answer would be', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024))
    const origin = await listen((_req, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    const http = createProviderHttp('corp', origin, SETTINGS)

    await expect(http.fetch(origin)).rejects.toMatchObject({ ...UNAVAILABLE, cause: expect.any(RangeError) })
  })

  it('TOKEN-05 follows no redirect', async () => {
    const elsewhere: string[] = []
    const target = await listen((req, res) => {
      elsewhere.push(req.url ?? '')
      res.end()
    })
    const origin = await listen((_req, res) => res.writeHead(307, { location: target }).end())
    const http = createProviderHttp('corp', origin, SETTINGS)

    const response = await http.fetch(origin, { method: 'POST', body: 'code=c' })

    expect(response.status).toBe(307)
    expect(elsewhere).toEqual([])
  })

  it.each([
    ['a private one', ['10.1.2.3']],
    ['the metadata service of a cloud', ['169.254.169.254']],
    ['this machine', ['127.0.0.1']],
    ['this machine, among others', ['93.184.216.34', '127.0.0.1']],
    ['a private one of IPv6', ['fd00::1']],
  ])('CFG-05 goes nowhere when the name of the provider has the address of %s', async (_what, addresses) => {
    const reached: string[] = []
    const origin = await listen((req, res) => {
      reached.push(req.url ?? '')
      res.end()
    })
    const url = `http://login.corp.example:${new URL(origin).port}`
    const http = createProviderHttp('corp', url, { ...SETTINGS, lookup: resolvingTo(addresses) })

    await expect(http.fetch(url)).rejects.toMatchObject({
      ...UNAVAILABLE,
      cause: { cause: { message: expect.stringContaining('allowPrivateNetwork: true') } },
    })
    expect(reached).toEqual([])
  })

  it.each([
    'http://10.1.2.3',
    'http://[fd00::1]',
    'http://169.254.169.254',
    'http://0x7f000001',
    'http://2130706433',
  ])('CFG-05 does not go to %s either', async (url) => {
    const http = createProviderHttp('corp', 'https://login.corp.example', SETTINGS)

    await expect(http.fetch(url)).rejects.toMatchObject({
      cause: { cause: { message: expect.stringContaining('allowPrivateNetwork: true') } },
    })
  })

  it('goes to a private address when that is allowed', async () => {
    const origin = await listen((_req, res) => res.end('here'))
    const url = `http://login.corp.example:${new URL(origin).port}`
    const lookup = resolvingTo(['127.0.0.1'])
    const http = createProviderHttp('corp', url, { ...SETTINGS, allowPrivateNetwork: true, lookup })

    expect(await (await http.fetch(url)).text()).toBe('here')
  })
})

describe('an answer of a provider', () => {
  it.each([
    [503, '7', 7],
    [429, '120', 120],
    [500, '1.5', 2],
    [503, '3600', 3600],
    [503, '3601', undefined],
    [503, '0', undefined],
    [503, '-1', undefined],
    [503, 'Wed, 21 Oct 2030 07:28:00 GMT', undefined],
    [502, undefined, undefined],
  ])(
    'that is a %i with Retry-After %s says to come back after %s seconds',
    async (status, header, seconds) => {
      const headers = header === undefined ? {} : { 'retry-after': header }
      const origin = await listen((_req, res) => res.writeHead(status, headers).end())
      const http = createProviderHttp('corp', origin, SETTINGS)

      const details = await http.fetch(origin).catch((error: { details: object }) => error.details)

      expect(details).toEqual({
        provider: 'corp',
        ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
      })
    },
  )

  it.each([200, 204, 205, 304, 400, 404, 428, 499])('that is a %i is passed on', async (status) => {
    const origin = await listen((_req, res) => res.writeHead(status, { 'x-told': 'this' }).end())
    const http = createProviderHttp('corp', origin, SETTINGS)

    const response = await http.fetch(origin)

    expect([response.status, response.headers.get('x-told')]).toEqual([status, 'this'])
  })

  it.each([
    ['as large as it may be', 512 * 1024, 200],
    ['one byte larger', 512 * 1024 + 1, undefined],
  ])('CFG-05 that is %s is read or not', async (_what, size, status) => {
    const origin = await listen((_req, res) => res.end(Buffer.alloc(size, ' ')))
    const http = createProviderHttp('corp', origin, SETTINGS)

    const answered = await http.fetch(origin).catch(() => undefined)

    expect(answered?.status).toBe(status)
  })

  it('is read under the status that its provider means', async () => {
    const origin = await listen((_req, res) => res.end('error'))
    const adaptStatus = (status: number, body: string) => (body === 'error' ? 400 : status)
    const http = createProviderHttp('corp', origin, { ...SETTINGS, adaptStatus })

    const response = await http.fetch(origin)

    expect([response.status, await response.text()]).toEqual([400, 'error'])
  })

  it('is no longer waited for when whoever asked gives up', async () => {
    const gate = createGate()
    const origin = await listen(() => gate.open())
    const http = createProviderHttp('corp', origin, SETTINGS)
    const caller = new AbortController()

    const call = http.fetch(origin, { signal: caller.signal })
    await gate.opened
    caller.abort()

    await expect(call).rejects.toMatchObject(UNAVAILABLE)
  })
})

describe('isLoopback', () => {
  it.each(['localhost', 'app.localhost', '127.0.0.1', '127.255.0.9', '[::1]'])('knows %s', (hostname) => {
    expect(isLoopback(hostname)).toBe(true)
  })

  it.each([
    'localhost.evil.example',
    'notlocalhost',
    '128.0.0.1',
    '127.0.0.1.evil.example',
    'x127.0.0.1',
    '127.0.0',
    '127.a.0.1',
    '[::2]',
    '',
  ])('CFG-05 does not take %j for this machine', (hostname) => {
    expect(isLoopback(hostname)).toBe(false)
  })
})

describe('calls to a provider at once', () => {
  it('TOKEN-12 are so many and no more; the others wait their turn', async () => {
    const gate = createGate()
    let [inFlight, most] = [0, 0]
    const origin = await listen(async (_req, res) => {
      inFlight += 1
      most = Math.max(most, inFlight)
      await gate.opened
      inFlight -= 1
      res.end('done')
    })
    const http = createProviderHttp('corp', origin, { ...SETTINGS, maxConcurrentCalls: 2 })

    const calls = Array.from({ length: 7 }, () => http.fetch(origin))
    await expect.poll(() => inFlight).toBe(2)
    gate.open()
    const answers = await Promise.all(calls)

    expect(answers.map(({ status }) => status)).toEqual(Array(7).fill(200))
    expect(most).toBe(2)
  })

  it('TOKEN-12 wait for a limited time, and take no turn afterwards', async () => {
    const gate = createGate()
    let asked = 0
    const origin = await listen(async (_req, res) => {
      asked += 1
      await gate.opened
      res.end('done')
    })
    const timeLimits = { tokenMs: 5_000, otherMs: 200 }
    const http = createProviderHttp('corp', origin, { ...SETTINGS, timeLimits, maxConcurrentCalls: 1 })

    const first = http.fetch(origin, { method: 'POST' })
    await expect(http.fetch(origin, { method: 'POST' })).rejects.toMatchObject(UNAVAILABLE)
    gate.open()
    const answers = [await first, await http.fetch(origin)]

    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(asked).toBe(2)
  })

  it('TOKEN-12 count no longer when they have failed', async () => {
    const origin = await listen((_req, res) => res.destroy())
    const http = createProviderHttp('corp', origin, { ...SETTINGS, maxConcurrentCalls: 1 })

    for (let attempt = 0; attempt < 3; attempt += 1)
      await expect(http.fetch(origin)).rejects.toMatchObject(UNAVAILABLE)
  })
})

/** A server on 127.0.0.1 that ends with the test. */
async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Resolves every name to these addresses. */
function resolvingTo(addresses: string[]): typeof dnsLookup {
  type Callback = (error: Error | null, found: LookupAddress[]) => void
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  const lookup = (_name: string, _options: object, callback: Callback) => callback(null, found)
  return lookup as unknown as typeof dnsLookup
}
