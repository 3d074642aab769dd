import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Dispatcher } from 'undici'
import { expect, it, onTestFinished } from 'vitest'
import { accessOf } from '../../test/support/proxy-server.ts'
import { UpstreamAnswer } from './upstream-answer.ts'

/** A dispatcher whose upstream closes: what is left is delivered at once, paused or not. */
const HEEDLESS: Dispatcher.DispatchController = {
  ...{ aborted: false, paused: false, reason: null },
  ...{ abort() {}, pause() {}, resume() {} },
}

it('keeps a held answer whole when its body comes in spite of the pause', async () => {
  const server = createServer(async (_req, res) => {
    const toHead = () => ({ status: 401, headers: ['X-Kept', '1'] })
    const answer = new UpstreamAnswer({
      ...{ res, unauthorized: 'hold', readWithinMs: 1_000, toHead },
      ...{ stepUp: { assert() {}, refusalOf: () => undefined }, session: accessOf('alice') },
    })
    answer.onRequestStart(HEEDLESS)
    answer.onResponseStart(HEEDLESS, 401, {})
    answer.onResponseData(HEEDLESS, Buffer.from('bad '))
    answer.onResponseData(HEEDLESS, Buffer.from('token'))
    answer.onResponseEnd()
    if ((await answer.outcome) === 'held') await answer.release()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())

  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)

  expect([response.status, response.headers.get('x-kept'), await response.text()]).toEqual([
    401,
    '1',
    'bad token',
  ])
})
