import { once } from 'node:events'
import { expect, it } from 'vitest'
import { rawCall, startProxied } from '../support/proxy-server.ts'
import { connectRaw } from '../support/raw-http.ts'

/** Far more than all buffers on the way together hold. */
const MUCH = Buffer.alloc(64 * 1024 * 1024)

it('PROXY-18 a browser that does not read its answer loses it, and holds no connection to the upstream', async () => {
  const timeouts = { connectMs: 5_000, headersMs: 5_000, idleBodyMs: 300 }
  const { bff, api } = await startProxied({ timeouts, maxConcurrentPerSession: 1 })
  const upstreamCut = new Promise<void>((resolve) => {
    api.answer((_req, res) => void res.once('close', resolve).end(MUCH))
  })
  const reader = await connectRaw(bff.origin)
  reader.pause()

  reader.write(rawCall('GET', '/api/github/x'))
  await upstreamCut
  api.answerWith(200)
  await expect.poll(async () => (await bff.call('/api/github/x')).status).toBe(200)

  reader.on('error', () => {}).resume()
  await once(reader, 'close')
  expect(reader.bytesRead).toBeLessThan(MUCH.length)
})
