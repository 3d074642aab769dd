import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { aFolder } from '../../test/support/coatcheck-process.ts'
import { sessionSecretProblem } from '../config/session-secret.ts'
import { runCli } from './run-cli.ts'

const SESSION_SECRET = 'Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'
const CLIENT_SECRET = 'canary-client-secret-4711'
const CONFIG = {
  publicUrl: 'http://localhost:3000',
  session: { secrets: [SESSION_SECRET] },
  providers: { github: { type: 'github', clientId: 'id', clientSecret: CLIENT_SECRET } },
}

let folder: Awaited<ReturnType<typeof aFolder>>

afterEach(() => folder.remove())

describe('runCli', () => {
  it.each([
    [['--help'], 0, /^Usage: coatcheck start/, /^$/],
    [['start', '--help'], 0, /^Usage: coatcheck start/, /^$/],
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/, /^$/],
    [[], 2, /^$/, /^coatcheck: name a command; see coatcheck --help\n$/],
    [['strat'], 2, /^$/, /^coatcheck: there is no command "strat"; see coatcheck --help\n$/],
    [['start', 'now'], 2, /^$/, /^coatcheck: start takes no argument "now"; see coatcheck --help\n$/],
    [['start', '--confg', 'x'], 2, /^$/, /^coatcheck: Unknown option '--confg'; see coatcheck --help\n$/],
    [
      ['start', '--workers', '0'],
      2,
      /^$/,
      /^coatcheck: --workers takes a number from 1 to 256; see coatcheck --help\n$/,
    ],
    [['start', '--sub', 'x'], 2, /^$/, /^coatcheck: start takes no option --sub; see coatcheck --help\n$/],
    [['sessions'], 2, /^$/, /^coatcheck: there is no command "sessions"; see coatcheck --help\n$/],
    [['sessions', 'end', '--sub', 'x'], 2, /^$/, /^coatcheck: sessions end needs --provider and --sub; /],
    [
      ['sessions', 'end', '--provider', 'x', '--sub', ''],
      2,
      /^$/,
      /^coatcheck: sessions end needs --provider/,
    ],
    [['keygen', 'please'], 2, /^$/, /^coatcheck: keygen takes no argument "please"; see coatcheck --help\n$/],
    [['toString'], 2, /^$/, /^coatcheck: there is no command "toString"; see coatcheck --help\n$/],
    [['keygen'], 0, /^[\w-]{43}\n$/, /^Put it into session\.secrets; .*\n$/],
    [['start', '--config'], 2, /^$/, /^coatcheck: .*argument missing; see coatcheck --help\n$/],
  ])('answers %j with exit code %i', async (args, code, stdout, stderr) => {
    folder = await aFolder({})

    const ended = await run(args, folder.path)

    expect(ended).toEqual({
      code,
      stdout: expect.stringMatching(stdout),
      stderr: expect.stringMatching(stderr),
    })
  })

  it('CFG-07 makes secrets that no two calls share and that a configuration takes', async () => {
    folder = await aFolder({})

    const { stdout } = await run(['keygen'], folder.path)

    expect((await run(['keygen'], folder.path)).stdout).not.toBe(stdout)
    expect(sessionSecretProblem(stdout.trim())).toBeUndefined()
  })

  it('CFG-08 lists every problem of the configuration with its path, and no secret', async () => {
    folder = await aFolder({
      'coatcheck.config.json': {
        ...CONFIG,
        session: { secrets: [{ env: 'SESSION_SECRET' }, CLIENT_SECRET] },
        upstreams: {
          github: { target: 'https://api.github.com', credential: { type: 'userToken', provider: 'gitub' } },
        },
      },
    })

    const ended = await run(['start'], folder.path)

    expect(ended.code).toBe(1)
    expect(ended.stdout).toBe('')
    expect(ended.stderr.split('\n')).toEqual([
      'coatcheck: 3 problems in coatcheck.config.json',
      '  session.secrets.0: SESSION_SECRET is not set; export it, or name the variable that holds the value',
      '  session.secrets.1: is shorter than 32 characters; generate one with `openssl rand -base64 32`',
      '  upstreams.github.credential.provider: is not a provider of this file; did you mean `github`?',
      '',
    ])
  })

  it('CFG-01 exits non-zero for a provider without a secret, naming the provider', async () => {
    const providers = { github: { ...CONFIG.providers.github, clientSecret: '' } }
    folder = await aFolder({ 'coatcheck.config.json': { ...CONFIG, providers } })

    const ended = await run(['start'], folder.path)

    expect(ended.code).toBe(1)
    expect(ended.stderr).toContain('providers.github.clientSecret: is empty')
  })

  it('refuses to keep sessions in memory in production', async () => {
    folder = await aFolder({ 'coatcheck.config.json': CONFIG })

    const ended = await run(['start'], folder.path, { NODE_ENV: 'production' })

    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(
      /1 problem in coatcheck\.config\.json\n {2}session\.store: is the memory store/,
    )
  })

  it('says which names it looked for when there is no configuration', async () => {
    folder = await aFolder({})

    const ended = await run(['start'], folder.path)

    expect(ended.code).toBe(1)
    expect(ended.stderr).toContain('there is no coatcheck.config.ts')
  })

  it('says how to build the app when the folder to serve holds none', async () => {
    folder = await aFolder({ 'coatcheck.config.json': { ...CONFIG, spa: { dir: 'dist' } } })

    const ended = await run(['start'], folder.path)

    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(/spa\.dir: .*dist holds no index\.html; build the app first/)
  })

  it('refuses a PORT that is none', async () => {
    folder = await aFolder({ 'coatcheck.config.json': CONFIG })

    const ended = await run(['start'], folder.path, { PORT: 'http' })

    expect(ended.code).toBe(1)
    expect(ended.stderr).toContain('1 problem in the environment\n  PORT: must be a number from 0 to 65535')
  })
})

async function run(args: string[], folder: string, environment: Record<string, string> = {}) {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const code = await runCli({ args, environment, folder, now: () => 0, stdout, stderr, readFile: () => '' })
  return { code, stdout: await text(stdout.end()), stderr: await text(stderr.end()) }
}
