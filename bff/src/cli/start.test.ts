import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  aFolder,
  type CoatcheckServer,
  runCoatcheck,
  startCoatcheck,
} from '../../test/support/coatcheck-process.ts'

const CONFIG = {
  publicUrl: 'http://localhost:3000',
  session: { secrets: ['Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'] },
  providers: { github: { type: 'github', clientId: 'id', clientSecret: 'shh' } },
}

// A process takes a second to start on a busy machine.
const PROCESS_TIMEOUT_MS = 30_000

let folder: Awaited<ReturnType<typeof aFolder>>
let server: CoatcheckServer

beforeAll(async () => {
  const stray = "process.on('SIGUSR2', () => void Promise.reject(new Error('canary')))"
  folder = await aFolder({ 'coatcheck.config.mjs': `${stray}\nexport default ${JSON.stringify(CONFIG)}` })
  server = await startCoatcheck(folder.path)
}, PROCESS_TIMEOUT_MS)

afterAll(async () => {
  server.signal('SIGKILL')
  await server.ended
  await folder.remove()
})

describe('coatcheck start', { timeout: PROCESS_TIMEOUT_MS }, () => {
  it('CFG-08 ends with 1 and the list of problems, and prints no secret', async () => {
    const session = { secrets: [{ env: 'SESSION_SECRET' }, 'canary-4711'] }
    const broken = await aFolder({ 'coatcheck.config.json': { ...CONFIG, session } })

    const ended = await runCoatcheck(['start'], broken.path)
    await broken.remove()

    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toMatch(/^coatcheck: 2 problems in coatcheck\.config\.json\n/)
    expect(ended.stderr).not.toContain('canary')
  })

  it('ends with 1 and one line when the port is taken', async () => {
    const { port } = new URL(server.url)

    const ended = await runCoatcheck(['start'], folder.path, { PORT: port })

    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(new RegExp(`^coatcheck: 127\\.0\\.0\\.1:${port} is in use already; .*\n$`))
  })

  it('logs one line with the address it really listens on', async () => {
    const response = await fetch(`${server.url}/bff/health/live`)

    expect(response.status).toBe(200)
    expect(server.records.filter(({ msg }) => msg === 'listening')).toEqual([
      expect.objectContaining({ level: 'info', url: server.url, publicUrl: 'http://localhost:3000' }),
    ])
  })

  it('lets HOST and PORT win over the configuration', async () => {
    const other = await startCoatcheck(folder.path, { HOST: '127.0.0.2' })
    other.signal('SIGKILL')

    expect(other.url).toMatch(/^http:\/\/127\.0\.0\.2:\d+$/)
    expect(new URL(other.url).port).not.toBe('3000')
  })

  it('answers an address that nobody serves with a problem, naming no software', async () => {
    const response = await fetch(`${server.url}/nowhere`)

    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(response.headers.has('x-powered-by')).toBe(false)
    expect(await response.json()).toMatchObject({ code: 'route_not_found' })
  })

  it('OPS-06 has no metrics on the public port', async () => {
    const response = await fetch(`${server.url}/metrics`)

    expect(response.status).toBe(404)
  })

  it('OPS-07 refuses headers beyond 16 KiB', async () => {
    const { port } = new URL(server.url)
    const socket = connect(Number(port), '127.0.0.1')

    socket.write(`GET /bff/health/live HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(17_000)}\r\n\r\n`)

    expect(await text(socket)).toMatch(/^HTTP\/1\.1 431 /)
  })

  it('OPS-07 answers while other clients hold their requests back', async () => {
    const { port } = new URL(server.url)
    const sockets = Array.from({ length: 500 }, () => connect(Number(port), '127.0.0.1'))
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    for (const socket of sockets) socket.write('GET /bff/health/live HTTP/1.1\r\nHost: x\r\nX-Slow: ')

    const response = await fetch(`${server.url}/bff/health/live`)
    for (const socket of sockets) socket.destroy()

    expect(response.status).toBe(200)
  })

  it('OPS-07 keeps idle connections longer than the load balancers in front', async () => {
    const response = await fetch(`${server.url}/bff/health/live`)

    expect(response.headers.get('keep-alive')).toMatch(/timeout=65/)
  })

  it('ERR-03 logs a forgotten rejection and serves on', async () => {
    server.signal('SIGUSR2')
    const record = await server.logged('unhandled rejection')

    const response = await fetch(`${server.url}/bff/health/live`)

    expect(response.status).toBe(200)
    expect(JSON.stringify(record)).not.toContain('canary')
  })
})
