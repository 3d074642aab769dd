import { describe, expect, it, type TestContext } from 'vitest'
import { createLogger } from '../../src/logger.ts'
import { openStores, type StoreOptions, type Stores } from '../../src/session/stores/open-stores.ts'
import type { SingleRedisOptions } from '../../src/session/stores/redis-options.ts'
import { RedisCluster } from '../support/redis-cluster.ts'
import { RedisOverTls } from '../support/redis-over-tls.ts'
import { RedisSentinel } from '../support/redis-sentinel.ts'
import { hasRedis } from '../support/redis-server.ts'
import { testCertificate } from '../support/test-certificate.ts'

const MINUTE_MS = 60_000
const UNAVAILABLE = { code: 'session_store_unavailable', status: 503 }
const WRONG = 'canary-wrong-password'

describe.skipIf(!hasRedis)('stores whose Redis does not let them in', () => {
  it.concurrent.for([
    ['a wrong password', asWrongUser, /^WRONGPASS$/],
    ['no client certificate', asNobody, /CERTIFICATE_REQUIRED|ECONNRESET|EPIPE|SocketClosed/],
  ] as const)('SESS-14 fail closed over TLS with %s', async ([, mistake, reason], { onTestFinished }) => {
    const redis = await RedisOverTls.start()
    onTestFinished(() => redis.close())

    const { stores, log } = await openWith(mistake(redis.options()), onTestFinished)

    await staysShut(stores, log, reason)
  })

  it.concurrent('SESS-14 refuse a server whose certificate nobody they trust has signed', async ({
    onTestFinished,
  }) => {
    const [redis, other] = [await RedisOverTls.start(), await testCertificate()]
    onTestFinished(async () => {
      await redis.close()
      await other.remove()
    })
    const options = redis.options()

    const { stores, log } = await openWith(
      { ...options, tls: { ...options.tls, ca: other.cert } },
      onTestFinished,
    )

    await staysShut(stores, log, /CERT|SIGN/)
  })

  it(
    'SESS-14 fail closed at a cluster with a wrong password',
    async ({ onTestFinished }) => {
      const cluster = await RedisCluster.start()
      onTestFinished(() => cluster.close())

      const { stores, log } = await openWith({ ...cluster.options(), password: WRONG }, onTestFinished)

      await staysShut(stores, log, /^WRONGPASS$/)
    },
    MINUTE_MS,
  )

  it(
    'SESS-14 fail closed behind Sentinels when the password of either is wrong',
    async ({ onTestFinished }) => {
      const servers = await RedisSentinel.start()
      onTestFinished(() => servers.close())

      for (const wrong of [{ password: WRONG }, { sentinelPassword: WRONG }]) {
        const { stores, log } = await openWith({ ...servers.options(), ...wrong }, onTestFinished)

        await staysShut(stores, log, /^WRONGPASS$/)
      }
    },
    MINUTE_MS,
  )
})

function asWrongUser(options: SingleRedisOptions): SingleRedisOptions {
  return { ...options, url: options.url.replace(/:[^:@]+@/, `:${WRONG}@`) }
}

function asNobody(options: SingleRedisOptions): SingleRedisOptions {
  return { ...options, tls: { ca: options.tls?.ca } }
}

async function openWith(
  options: StoreOptions,
  onTestFinished: TestContext['onTestFinished'],
): Promise<{ stores: Stores; log: string[] }> {
  const log: string[] = []
  const write = (line: string) => void log.push(line)
  const deps = { now: Date.now, log: createLogger('debug', { write }) }
  const stores = await openStores(options, MINUTE_MS, deps)
  onTestFinished(() => stores.close())
  return { stores, log }
}

/** Several attempts to connect later nothing is let in; the log says why, once, and tells no secret. */
async function staysShut({ records }: Stores, log: string[], reason: RegExp): Promise<void> {
  for (let call = 0; call < 30; call++) {
    await expect(records.ping()).rejects.toMatchObject(UNAVAILABLE)
    await expect(records.create('key', 'value', MINUTE_MS)).rejects.toMatchObject(UNAVAILABLE)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const reasons = log.map((line): unknown => JSON.parse(line).reason)
  expect(reasons).toContainEqual(expect.stringMatching(reason))
  expect(reasons).toEqual([...new Set(reasons)])
  expect(log.join('')).not.toContain('canary')
}
