import { mkdir, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { spaFiles } from './spa-files.ts'

const INDEX = '<!doctype html><title>App</title><script type="module" src="/assets/app-1a2b3c.js"></script>'
const SCRIPT = 'console.log("app")'
const CSP = { imgSrc: ['https://avatars.example'], connectSrc: [], fontSrc: [], styleSrc: [] }

let dir: string
let server: Server

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'coatcheck-spa-'))
  await mkdir(join(dir, 'assets'))
  await writeFile(join(dir, 'index.html'), INDEX)
  await writeFile(join(dir, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(join(dir, '.env'), 'SECRET=1')
  await writeFile(join(dir, 'assets/gone-9f.js'), SCRIPT)
  await writeFile(join(dir, 'assets/app-1a2b3c.js'), SCRIPT)
  await writeFile(join(dir, 'assets/app-1a2b3c.js.br'), brotliCompressSync(SCRIPT))
  await writeFile(join(dir, 'assets/app-1a2b3c.js.gz'), gzipSync(SCRIPT))
  server = await serve()
})

afterAll(async () => {
  server.close()
  await rm(dir, { recursive: true })
})

describe('spaFiles', () => {
  it.each(['/', '/ada/analytical-engine', '/account?tab=connections', '/deep/er/'])(
    'answers a navigation to %s with the app',
    async (path) => {
      const response = await navigate(path)

      expect(response.status).toBe(200)
      expect(response.headers['content-type']).toBe('text/html;charset=utf-8')
      expect(response.headers['cache-control']).toBe('no-cache')
      expect(response.body.toString()).toBe(INDEX)
    },
  )

  it.each([
    ['a missing script', '/assets/old-77.js', { accept: '*/*' }],
    ['a missing script opened as a page', '/assets/old-77.js', { accept: 'text/html' }],
    ['a fetch of a page', '/account', { accept: 'text/html', 'sec-fetch-mode': 'cors' }],
    ['a request for JSON', '/account', { accept: 'application/json' }],
    ['a hidden file', '/.env', { accept: 'text/html' }],
    ['a path out of the folder', '/..%2f..%2fetc%2fpasswd', { accept: '*/*' }],
    ['a path that is not UTF-8', '/%ff.js', { accept: '*/*' }],
  ])('does not answer %s', async (_what, path, headers) => {
    const response = await send(path, { headers })

    expect(response.status).toBe(404)
  })

  it.each(['POST', 'PUT', 'DELETE'])('leaves %s to others', async (method) => {
    const response = await navigate('/', { method })

    expect(response.status).toBe(404)
  })

  it('answers HEAD like GET, without a body', async () => {
    const response = await navigate('/account', { method: 'HEAD' })

    expect(response.headers['content-length']).toBe(String(INDEX.length))
    expect(response.body).toHaveLength(0)
  })

  it.each([
    ['br, gzip', 'br', brotliCompressSync(SCRIPT)],
    ['gzip', 'gzip', gzipSync(SCRIPT)],
    ['identity', undefined, Buffer.from(SCRIPT)],
  ])('sends a script, to a browser that takes %s, as %s', async (accepted, encoding, body) => {
    const response = await send('/assets/app-1a2b3c.js', { headers: { 'accept-encoding': accepted } })

    expect(response.headers['content-encoding']).toBe(encoding)
    expect(response.headers.vary).toBe('Accept-Encoding')
    expect(response.headers['content-type']).toBe('text/javascript')
    expect(response.body).toEqual(body)
  })

  it('lets a hashed asset be kept for good', async () => {
    const response = await send('/assets/app-1a2b3c.js')

    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  it('answers 304 to a browser that has the page already', async () => {
    const etag = (await navigate('/')).headers.etag

    const response = await navigate('/', { headers: { 'if-none-match': etag } })

    expect(response.status).toBe(304)
  })

  it('HDR-02 sends every page with a policy that lets nothing foreign run', async () => {
    const { headers } = await navigate('/')

    expect(String(headers['content-security-policy']).split(';')).toEqual([
      "default-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data: https://avatars.example",
      "font-src 'self'",
      "connect-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ])
    expect(headers['cross-origin-opener-policy']).toBe('same-origin')
    expect(headers['cross-origin-resource-policy']).toBe('same-origin')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('strict-origin-when-cross-origin')
  })

  it('gives a picture that could be opened as a document the same policy', async () => {
    const { headers } = await send('/favicon.svg')

    expect(headers['content-security-policy']).toContain("script-src 'self'")
  })

  it.each([
    ['bytes=0-3', 206, 'cons'],
    ['bytes=5-2', 200, SCRIPT],
    ['bytes=nonsense', 200, SCRIPT],
    ['lines=1-2', 200, SCRIPT],
  ])('answers Range %s with %i', async (range, status, body) => {
    const response = await send('/assets/app-1a2b3c.js', { headers: { range } })

    expect([response.status, response.body.toString()]).toEqual([status, body])
  })

  it('ERR-03 lives on when a file has vanished since the start', async () => {
    await unlink(join(dir, 'assets/gone-9f.js'))

    await expect(send('/assets/gone-9f.js')).rejects.toThrow()
    expect((await navigate('/')).status).toBe(200)
  })

  it('stops the start with the way to a built app when there is none', () => {
    const options = { dir: join(dir, 'assets'), csp: CSP }

    expect(() => spaFiles(options)).toThrow(/spa\.dir: .*build the app first \(npm run build\)/)
  })
})

interface Sent {
  method?: string
  headers?: Record<string, string | undefined>
  port?: number
}

interface Answer {
  status: number | undefined
  headers: IncomingHttpHeaders
  body: Buffer
}

function navigate(path: string, { headers, ...rest }: Sent = {}): Promise<Answer> {
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8'
  return send(path, { ...rest, headers: { accept, 'sec-fetch-mode': 'navigate', ...headers } })
}

/** Node's own client: its fetch sets `Sec-Fetch-Mode` and decodes bodies by itself. */
function send(
  path: string,
  { method = 'GET', headers = {}, port = portOf(server) }: Sent = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({ port, path, method, headers, agent: false }, (response) => {
      const { statusCode: status, headers } = response
      buffer(response).then((body) => resolve({ status, headers, body }), reject)
    })
    call.once('error', reject).end()
  })
}

async function serve(): Promise<Server> {
  const files = spaFiles({ dir, csp: CSP })
  const listening = createServer((req, res) => files(req, res, () => void res.writeHead(404).end()))
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  return listening
}

function portOf(listening: Server): number {
  return (listening.address() as AddressInfo).port
}
