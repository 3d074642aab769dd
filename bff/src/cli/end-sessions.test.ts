import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { auditRecords } from '../../test/support/audit-records.ts'
import { aFolder, runCoatcheck } from '../../test/support/coatcheck-process.ts'
import { GRACE_AT_GOOGLE } from '../../test/support/google-provider.ts'
import { connect, login } from '../../test/support/journey.ts'
import { sessionStatuses } from '../../test/support/listed-sessions.ts'
import { redisOfSuite } from '../../test/support/redis-of-suite.ts'
import { hasRedis } from '../../test/support/redis-server.ts'
import { SESSION_SECRET, startBff } from '../../test/support/start-bff.ts'
import { runCli } from './run-cli.ts'

const END = ['sessions', 'end', '--provider', 'google', '--sub']

// A process takes a second to start on a busy machine.
const PROCESS_TIMEOUT_MS = 30_000

describe.skipIf(!hasRedis)('coatcheck sessions end', { timeout: PROCESS_TIMEOUT_MS }, () => {
  const redis = redisOfSuite()

  it('SESS-17 ends every session that uses the account, and says how many there were', async () => {
    const bff = await startBff({ session: redis.session() })
    const [phone, laptop, other] = [bff.browser(), bff.browser(), bff.browser()]
    await login(phone, 'google')
    await login(laptop, 'github')
    await connect(laptop, 'google', '?prompt=consent')
    const { sub } = bff.google.person
    bff.google.person = GRACE_AT_GOOGLE
    await login(other, 'google')
    const folder = await folderWith({ store: { type: 'redis', url: redis.server().url } })

    const ended = await runCoatcheck([...END, sub], folder)
    const again = await runCoatcheck([...END, sub], folder)

    expect(ended).toMatchObject({ code: 0, stdout: '2 sessions ended\n' })
    expect(again).toMatchObject({ code: 0, stdout: '0 sessions ended\n' })
    expect(await sessionStatuses(phone, laptop, other)).toEqual([204, 204, 200])
    expect((await laptop.fetch('/api/github/user')).status).toBe(401)
  })

  it('OPS-01 writes its audit record, and nothing else, to standard error', async () => {
    const bff = await startBff({ session: redis.session() })
    await login(bff.browser(), 'google')
    const { sub } = bff.google.person
    const folder = await folderWith({ store: { type: 'redis', url: redis.server().url } })

    const { stderr } = await run([...END, sub], folder)

    const facts = { user: `google:${sub}`, provider: 'google', ended: 1 }
    expect(auditRecords(stderr.trimEnd().split('\n'))).toEqual([
      expect.objectContaining({ audit: 'sessions_ended_by_admin', outcome: 'success', ...facts }),
    ])
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('says that sessions may be left when the store does not answer', async () => {
    const folder = await folderWith({ store: { type: 'redis', url: redis.server().url } })
    await redis.server().kill()
    onTestFinished(() => redis.server().restart())

    const { code, stdout, stderr } = await run([...END, 'somebody'], folder)

    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('coatcheck: the session store does not answer; sessions may be left')
  })
})

describe('coatcheck sessions end', () => {
  it('cannot reach the memory of another process, and says why', async () => {
    const folder = await folderWith({})

    const ended = await run([...END, 'somebody'], folder)

    expect(ended).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^coatcheck: sessions are in the memory of the process that serves them.*\n$/,
      ),
    })
  })

  it('names the providers there are when the one asked for is not among them', async () => {
    const folder = await folderWith({})

    const ended = await run(['sessions', 'end', '--provider', 'gogle', '--sub', 'somebody'], folder)

    const stderr = 'coatcheck: the configuration has no provider "gogle"; it has google, github\n'
    expect(ended).toEqual({ code: 1, stdout: '', stderr })
  })

  it('lists the problems of a configuration that cannot be used', async () => {
    const folder = await folderWith({ secrets: ['short'] })

    const ended = await run([...END, 'somebody'], folder)

    expect(ended.code).toBe(1)
    expect(ended.stderr).toContain('session.secrets.0: is shorter than 32 characters')
  })
})

/** A folder with the configuration of a deployment. */
async function folderWith(session: Record<string, unknown>): Promise<string> {
  const folder = await aFolder({
    'coatcheck.config.json': {
      publicUrl: 'http://localhost:3000',
      session: { secrets: [SESSION_SECRET], ...session },
      providers: {
        google: { type: 'google', clientId: 'id', clientSecret: 'shh' },
        github: { type: 'github', clientId: 'id', clientSecret: 'shh' },
      },
    },
  })
  onTestFinished(() => folder.remove())
  return folder.path
}

async function run(args: string[], folder: string) {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const process = { environment: {}, folder, now: Date.now, readFile: () => '' }
  const code = await runCli({ ...process, args, stdout, stderr })
  return { code, stdout: await text(stdout.end()), stderr: await text(stderr.end()) }
}
