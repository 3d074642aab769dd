import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LoopbackListener, listenOnLoopback } from '../world/loopback-listener.ts'
import { apiRequest } from './api-request.ts'
import { runOpenLoop } from './open-loop.ts'
import { workloadNamed } from './workload.ts'

const { signal } = new AbortController()
const requests = [apiRequest(workloadNamed('1kb'), 'c=1')]

describe('runOpenLoop', () => {
  let listener: LoopbackListener
  let held: (() => void)[] = []
  let answer: (release: () => void) => void

  beforeAll(async () => {
    listener = await listenOnLoopback(0)
    listener.server.on('request', (_req, res) => answer(() => res.end('{}')))
  })
  afterAll(() => listener.close())

  const run = (rate: number, seconds: number) =>
    runOpenLoop({ origin: listener.url, requests, rate, seconds, signal })

  it('sends as many as the rate and the time make', async () => {
    answer = (release) => release()

    const { latenciesMs, errors } = await run(200, 0.5)

    expect(latenciesMs).toHaveLength(100)
    expect(errors).toBe(0)
  })

  it('goes on sending while nothing is answered', async () => {
    held = []
    answer = (release) => {
      held.push(release)
      if (held.length === 50) for (const releaseOne of held) releaseOne()
    }

    const { latenciesMs } = await run(100, 0.5)

    expect(latenciesMs).toHaveLength(50)
    expect(Math.max(...latenciesMs)).toBeGreaterThan(250)
  })
})

it('runOpenLoop counts an answer that is no 200 as an error', async () => {
  const server = createServer((_req, res) => res.writeHead(503).end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }

  const { errors, latenciesMs } = await runOpenLoop({
    origin: `http://127.0.0.1:${port}`,
    requests,
    rate: 100,
    seconds: 0.1,
    signal,
  })
  server.close()
  server.closeAllConnections()

  expect(errors).toBe(10)
  expect(latenciesMs).toHaveLength(0)
})
