import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { aFolder, type CoatcheckServer, startCoatcheck } from '../../test/support/coatcheck-process.ts'

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
  folder = await aFolder({ 'coatcheck.config.json': CONFIG })
})

afterEach(async () => {
  server.signal('SIGKILL')
  await server.ended
})

afterAll(() => folder.remove())

describe('coatcheck start, told to stop', { timeout: PROCESS_TIMEOUT_MS }, () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 on %s', async (signal) => {
    server = await startCoatcheck(folder.path)

    server.signal(signal)

    expect(await server.ended).toBe(0)
    expect(server.records.at(-1)).toMatchObject({ msg: 'stopped', outcome: 'finished' })
  })

  it('OPS-07 answers the request under way before it ends', async () => {
    server = await startCoatcheck(folder.path)
    const call = await logoutUnderWay(server)

    server.signal('SIGTERM')
    await server.logged('draining')
    const refused = await fetch(`${server.url}/bff/health/live`).catch((error: unknown) => error)
    const answer = await call.finish()

    expect(refused).toBeInstanceOf(Error)
    expect(answer).toEqual({ status: 200, body: '{"redirectTo":null}' })
    expect(await server.ended).toBe(0)
  })

  it('OPS-07 says that it is not ready, and still takes calls, for as long as it is told to', async () => {
    const listen = { drainDelaySeconds: 60 }
    const patient = await aFolder({ 'coatcheck.config.json': { ...CONFIG, listen } })
    server = await startCoatcheck(patient.path)
    const before = await fetch(`${server.url}/bff/health/ready`)

    server.signal('SIGTERM')
    await server.logged('draining')
    const ready = await fetch(`${server.url}/bff/health/ready`)
    const live = await fetch(`${server.url}/bff/health/live`)
    await patient.remove()

    expect([before.status, ready.status, live.status]).toEqual([200, 503, 200])
    expect(ready.headers.get('retry-after')).toBe('2')
  })

  it('ends at once on a second signal', async () => {
    server = await startCoatcheck(folder.path)
    const call = await logoutUnderWay(server)

    server.signal('SIGTERM')
    await server.logged('draining')
    server.signal('SIGTERM')

    expect(await server.ended).toBe(143)
    await expect(call.finish()).rejects.toThrow()
  })

  it('ends with 1 after an exception that nobody caught, and logs no message of it', async () => {
    const stray = "process.on('SIGUSR2', () => { throw new Error('canary') })"
    const config = `${stray}\nexport default ${JSON.stringify(CONFIG)}`
    const other = await aFolder({ 'coatcheck.config.mjs': config })
    server = await startCoatcheck(other.path)

    server.signal('SIGUSR2')

    expect(await server.ended).toBe(1)
    await other.remove()
    expect(server.records.at(-1)).toMatchObject({ level: 'fatal', msg: 'uncaught exception' })
    expect(JSON.stringify(server.records)).not.toContain('canary')
  })
})

/** Sends a logout up to the last byte of its body; `finish` sends that one and reads the answer. */
async function logoutUnderWay({ url }: CoatcheckServer) {
  const headers = {
    'x-csrf': '1',
    'content-type': 'application/json',
    'content-length': '2',
    expect: '100-continue',
  }
  const call = request(`${url}/bff/logout`, { method: 'POST', headers })
  const answer = new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    call.once('error', reject)
    call.once('response', async (response) =>
      resolve({ status: response.statusCode, body: await text(response) }),
    )
  })
  answer.catch(() => {})
  call.flushHeaders()
  // The server has seen the request: it asks for the body.
  await new Promise<void>((resolve) => call.once('continue', resolve))
  call.write('{')
  return {
    finish() {
      call.end('}')
      return answer
    },
  }
}
