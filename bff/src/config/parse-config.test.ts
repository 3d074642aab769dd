import { describe, expect, expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type { ConfigProblem } from './config-error.ts'
import { ConfigError } from './config-error.ts'
import type { ConfigInput } from './config-input.ts'
import { github, google, userToken } from './factories.ts'
import { parseConfig } from './parse-config.ts'
import type { configSchema } from './schema.ts'

const SESSION_SECRET = 'Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'
const CLIENT_SECRET = 'canary-client-secret-4711'

describe('parseConfig', () => {
  it('fills in every default of the design', () => {
    const config = parse(aConfig({}))

    expect(config).toMatchObject({
      publicUrl: 'https://app.example.com',
      listen: { host: '127.0.0.1', port: 3000 },
      paths: { bff: '/bff', api: '/api' },
      session: {
        store: { type: 'memory' },
        idleTimeoutSeconds: 1_800,
        absoluteTimeoutSeconds: 43_200,
        cookie: { sameSite: 'strict' },
      },
      providers: { github: { baseUrl: 'https://github.com', apiBaseUrl: 'https://api.github.com' } },
      upstreams: {},
      log: { level: 'info' },
    })
  })

  it('takes exactly what the documented type says', () => {
    expectTypeOf<z.input<ReturnType<typeof configSchema>>>().branded.toEqualTypeOf<ConfigInput>()
  })

  it('reads secrets from the environment and from files, without the newline a file ends in', () => {
    const session = { secrets: [{ env: 'SESSION_SECRET' }, { file: 'keys/old' }] }
    const files: Record<string, string> = { '/srv/keys/old': `${SESSION_SECRET.toLowerCase()}\n` }

    const config = parse(aConfig({ session }), { SESSION_SECRET }, (path) => files[path] ?? '')

    expect(config.session.secrets).toEqual([SESSION_SECRET, SESSION_SECRET.toLowerCase()])
  })

  it('makes the folder of the app absolute, from where the file is', () => {
    const config = parse(aConfig({ spa: { dir: './dist' } }))

    expect(config.spa?.dir).toBe('/srv/dist')
  })

  it('names every problem at once, each with its path', () => {
    const problems = problemsOf({
      publicUrl: 'http://app.example.com',
      lissten: {},
      session: {
        secrets: [{ env: 'SESSION_SECRET' }, { envi: 'SESSION_SECRET' }],
        idleTimeoutSeconds: 600,
        absoluteTimeoutSeconds: 60,
      },
      providers: {
        github: { type: 'github', clientId: '', clientSecret: { env: 'GITHUB_CLIENT_SECRET' } },
        google: { type: 'google', clientSecret: CLIENT_SECRET, scopes: ['email'], isuer: 'x' },
      },
      upstreams: { tasks: { target: 'http://tasks.example', credential: userToken('googl') } },
      log: { level: 'loud' },
    })

    expect(problems.map(({ path }) => path).sort()).toEqual([
      'lissten',
      'log.level',
      'providers.github.clientId',
      'providers.github.clientSecret',
      'providers.google.clientId',
      'providers.google.isuer',
      'providers.google.scopes',
      'publicUrl',
      'session.idleTimeoutSeconds',
      'session.secrets.0',
      'session.secrets.1',
      'upstreams.tasks.credential.provider',
      'upstreams.tasks.target',
    ])
  })

  it('says which variable to set', () => {
    const problems = problemsOf(aConfig({ session: { secrets: [{ env: 'SESSION_SECRET' }] } }))

    expect(problems).toEqual([
      {
        path: 'session.secrets.0',
        message: 'SESSION_SECRET is not set; export it, or name the variable that holds the value',
      },
    ])
  })

  it.each([
    ['a top-level setting', { sesion: {} }, 'sesion', 'did you mean `session`?'],
    ['a nested setting', { paths: { apy: '/x' } }, 'paths.apy', 'did you mean `api`?'],
    ['a setting nothing is near to', { paths: { colour: 1 } }, 'paths.colour', 'there is `bff`, `api`'],
  ])('suggests the right name for %s that does not exist', (_which, part, path, suggestion) => {
    const problems = problemsOf({ ...aConfig({}), ...part })

    expect(problems).toEqual([{ path, message: expect.stringContaining(suggestion) }])
  })

  it('suggests the provider an upstream meant', () => {
    const upstreams = { github: { target: 'https://api.github.com', credential: userToken('gihtub') } }

    const problems = problemsOf(aConfig({ upstreams }))

    expect(problems).toEqual([
      {
        path: 'upstreams.github.credential.provider',
        message: 'is not a provider of this file; did you mean `github`?',
      },
    ])
  })

  it('says that nobody could sign in when there is no provider', () => {
    expect(problemsOf(aConfig({ providers: {} }))).toEqual([
      { path: 'providers', message: expect.stringContaining('nobody could sign in') },
    ])
  })

  it('CFG-01 refuses a provider without a client secret, naming the provider', () => {
    const providers = { github: github({ clientId: 'id', clientSecret: '' }) }

    expect(problemsOf(aConfig({ providers }))).toEqual([
      { path: 'providers.github.clientSecret', message: expect.stringContaining('is empty') },
    ])
  })

  it('refuses the memory store in production and says why', () => {
    const problems = problemsOf(aConfig({}), { NODE_ENV: 'production' })

    expect(problems).toEqual([
      { path: 'session.store', message: expect.stringMatching(/die with the process.*allowMemoryStore/) },
    ])
  })

  it('accepts the memory store in production when told to', () => {
    const session = { secrets: [SESSION_SECRET], allowMemoryStore: true }

    const config = parse(aConfig({ session }), { NODE_ENV: 'production' })

    expect(config.session.store.type).toBe('memory')
  })

  it('CFG-08 never repeats a value, wherever in the file it was put', () => {
    const error = failureOf({
      publicUrl: CLIENT_SECRET,
      listen: { port: CLIENT_SECRET },
      session: { secrets: [CLIENT_SECRET], store: { type: 'redis', url: `https://:${CLIENT_SECRET}@redis` } },
      providers: {
        github: { type: CLIENT_SECRET },
        google: {
          ...google({ clientId: 'id', clientSecret: CLIENT_SECRET }),
          scopes: [`${CLIENT_SECRET} x`],
        },
      },
      upstreams: { api: { target: `https://${CLIENT_SECRET}@x`, credential: userToken(CLIENT_SECRET) } },
    })

    expect(error.problems.length).toBeGreaterThan(6)
    expect(error.message).not.toContain(CLIENT_SECRET)
  })

  it.each([undefined, null, 'text', [], () => ({})])(
    'refuses a default export that is not an object: %s',
    (input) => {
      expect(failureOf(input).message).toMatch(/^1 problem in the configuration\n {2}the default export/)
    },
  )
})

function aConfig(parts: Partial<ConfigInput>): ConfigInput {
  return {
    publicUrl: 'https://app.example.com',
    session: { secrets: [SESSION_SECRET] },
    providers: { github: github({ clientId: 'id', clientSecret: CLIENT_SECRET }) },
    ...parts,
  }
}

function parse(input: unknown, environment: Record<string, string> = {}, readFile = (_path: string) => '') {
  return parseConfig(input, { environment, readFile, baseDir: '/srv' })
}

function failureOf(input: unknown, environment: Record<string, string> = {}): ConfigError {
  try {
    parse(input, environment)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('the configuration was accepted')
}

function problemsOf(input: unknown, environment: Record<string, string> = {}): readonly ConfigProblem[] {
  return failureOf(input, environment).problems
}
