import { readFile } from 'node:fs/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { aFolder, runCoatcheck, startCoatcheck } from '../support/coatcheck-process.ts'
import { hasRedis, RedisServer } from '../support/redis-server.ts'

// Three processes take their time to start on a busy machine.
const PROCESS_TIMEOUT_MS = 60_000
const BUSY_MACHINE = { timeout: 30_000 }

const CONFIG = {
  publicUrl: 'http://localhost:3000',
  session: {
    secrets: ['Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'],
    store: { type: 'redis', url: { env: 'REDIS_URL' } },
  },
  providers: { github: { type: 'github', clientId: 'id', clientSecret: 'shh' } },
}

describe.skipIf(!hasRedis)('coatcheck start --workers', { timeout: PROCESS_TIMEOUT_MS }, () => {
  it('serves on one port with several processes, and all of them end with 0 on SIGTERM', async () => {
    const server = await startWorkers(2)
    await expect.poll(() => listening(server), BUSY_MACHINE).toHaveLength(2)

    const answers = await Promise.all(Array.from({ length: 20 }, () => live(server.url)))
    server.signal('SIGTERM')

    expect(answers).toEqual(Array(20).fill(200))
    expect(await server.ended).toBe(0)
    const messages = server.records.map(({ msg }) => msg)
    expect(messages.filter((msg) => msg === 'listening')).toHaveLength(2)
    expect(messages.filter((msg) => msg === 'stopped')).toHaveLength(2)
    expect(messages.at(-1)).toBe('all workers have stopped')
  })

  it('replaces a worker that was killed, while the other goes on', async () => {
    const server = await startWorkers(2)
    await expect.poll(() => listening(server), BUSY_MACHINE).toHaveLength(2)
    const [worker] = await workersOf(server.pid)

    process.kill(worker ?? 0, 'SIGKILL')
    await server.logged('a worker has ended, and is replaced')

    expect(await live(server.url)).toBe(200)
    await expect.poll(() => listening(server), BUSY_MACHINE).toHaveLength(3)
    server.signal('SIGTERM')
    expect(await server.ended).toBe(0)
  })

  it('ends with 1 when no worker can start', async () => {
    const server = await startWorkers(2)
    const { port } = new URL(server.url)
    const folder = await aFolder({ 'coatcheck.config.json': CONFIG })
    onTestFinished(() => folder.remove())

    const ended = await runCoatcheck(['start', '--workers', '2'], folder.path, {
      PORT: port,
      REDIS_URL: 'redis://127.0.0.1:1',
    })

    expect(ended.code).toBe(1)
    expect(ended.stderr).toContain('is in use already')
    expect(ended.stderr).toContain('no worker could start')
  })

  it('refuses a store that the workers could not share', async () => {
    const folder = await aFolder({
      'coatcheck.config.json': { ...CONFIG, session: { secrets: CONFIG.session.secrets } },
    })
    onTestFinished(() => folder.remove())

    const ended = await runCoatcheck(['start', '--workers', '2'], folder.path)

    expect([ended.code, ended.stdout]).toEqual([1, ''])
    expect(ended.stderr).toMatch(/^coatcheck: several workers need a store they share: set session\.store/)
  })

  async function startWorkers(count: number) {
    const redis = await RedisServer.start()
    onTestFinished(() => redis.close())
    const folder = await aFolder({ 'coatcheck.config.json': CONFIG })
    onTestFinished(() => folder.remove())
    const server = await startCoatcheck(folder.path, { REDIS_URL: redis.url }, ['--workers', String(count)])
    onTestFinished(async () => {
      server.signal('SIGKILL')
      await server.ended
    })
    return server
  }
})

type Server = Awaited<ReturnType<typeof startCoatcheck>>

async function live(url: string): Promise<number> {
  return (await fetch(`${url}/bff/health/live`, { headers: { connection: 'close' } })).status
}

function listening({ records }: Server): unknown[] {
  return records.filter(({ msg }) => msg === 'listening')
}

/** Process ids of a process's children, as Linux lists them. */
async function workersOf(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return children.trim().split(' ').map(Number)
}
