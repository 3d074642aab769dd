import { describe, expect, it } from 'vitest'
import { BffError, LoginFailure } from './errors.ts'
import { createLogger, type LogLevel } from './logger.ts'

const SECRET = 'canary-4711'

const NAMES = [
  'accessToken',
  'refreshToken',
  'idToken',
  'access_token',
  'refresh_token',
  'id_token',
  'client_secret',
  'clientSecret',
  'code',
  'state',
  'nonce',
  'codeVerifier',
  'code_verifier',
  'authorization',
  'cookie',
  'set-cookie',
  'secret',
  'password',
]

describe('createLogger', () => {
  it.each(NAMES)('TOKEN-10 writes no value of %s, at the top or one level down', (name) => {
    const { log, lines } = capture()

    log.info({ [name]: SECRET, headers: { [name]: SECRET } }, 'something happened')
    log.child({ [name]: SECRET }).info('a child said so')

    expect(lines).toHaveLength(2)
    expect(lines.join()).not.toContain(SECRET)
  })

  it('keeps of a foreign error its name, its code and where it was, and none of its words', () => {
    const { log, lines } = capture()
    const cause = Object.assign(new TypeError(`refused: ${SECRET}`), { code: 'ECONNREFUSED', body: SECRET })

    log.warn({ error: new Error(`token ${SECRET}`, { cause }) }, 'a call failed')

    expect(lines.join()).not.toContain(SECRET)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'warn',
      msg: 'a call failed',
      error: {
        name: 'Error',
        stack: expect.stringContaining('logger.test.ts'),
        cause: { name: 'TypeError', errorCode: 'ECONNREFUSED' },
      },
    })
  })

  it('cuts the error code of a provider, which anybody can write into an address', () => {
    const { log, lines } = capture()
    const error = Object.assign(new Error(), { error: 'e'.repeat(1000) })

    log.warn({ error })

    expect(JSON.parse(lines[0] ?? '').error.oauthError).toBe('e'.repeat(64))
  })

  it.each([
    [new BffError('csrf', 'Send the header.'), 'csrf', 'Send the header.'],
    [new LoginFailure('login_failed', 'the provider refused'), 'login_failed', 'the provider refused'],
  ])('keeps the sentences of our own errors', (error, errorCode, message) => {
    const { log, lines } = capture()

    log.info({ error })

    expect(JSON.parse(lines[0] ?? '').error).toEqual({ name: error.name, errorCode, message })
  })

  it.each([['a text'], [undefined], [null], [{ token: SECRET }]])(
    'takes %j where an error was expected',
    (thrown) => {
      const { log, lines } = capture()

      log.warn({ error: thrown }, 'something was thrown')

      expect(lines).toHaveLength(1)
      expect(lines.join()).not.toMatch(/canary|a text/)
    },
  )

  it('says nothing below its level', () => {
    const { log, lines } = capture('warn')

    log.info('chatter')
    log.warn('trouble')

    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['trouble'])
  })
})

function capture(level: LogLevel = 'debug') {
  const lines: string[] = []
  return { lines, log: createLogger(level, { write: (line: string) => void lines.push(line) }) }
}
