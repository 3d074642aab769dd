import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseReturnTo, withParameter } from './return-to.ts'

const PUBLIC_URL = 'https://app.example.com'

/** What paths go wrong with, often enough for chance to put two of them side by side. */
const PIECES = ['/', '\\', '.', '..', '%2f', '%5c', '%2e', '%25', '%09', ':', '@', '?', '#', '\t', '\n', ' ']
const WORDS = ['evil.example', 'https:', 'bff', '\u2028', '\u3002', '\uff0f']

describe('parseReturnTo', () => {
  it('LOGIN-09 whatever it accepts stays on the own origin, after success and after failure', () => {
    const piece = fc.oneof(fc.constantFrom(...PIECES, ...WORDS), fc.string({ unit: 'binary', maxLength: 3 }))
    const path = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`)

    fc.assert(
      fc.property(path, (value) => {
        const returnTo = accepted(value)
        if (returnTo === undefined) return
        for (const location of [returnTo, withParameter(returnTo, 'auth_error', 'login_failed')]) {
          expect(location).toMatch(/^\/(?![/\\])/)
          expect(new URL(location, PUBLIC_URL).origin).toBe(PUBLIC_URL)
        }
      }),
      { numRuns: 1500, seed: 20_300_101 },
    )
  })

  it('yields what it would accept again, unchanged', () => {
    const segment = fc.stringMatching(/^[\w.~-]{0,8}$/)

    fc.assert(
      fc.property(fc.array(segment, { maxLength: 4 }), (segments) => {
        const returnTo = accepted(`/${segments.join('/')}`)
        if (returnTo !== undefined) expect(accepted(returnTo)).toBe(returnTo)
      }),
      { seed: 20_300_101 },
    )
  })
})

describe('the limits of parseReturnTo', () => {
  it.each([
    ['as long as it may be', `/${'a'.repeat(2047)}`],
    ['with a percent sign that is text', '/a%25b'],
    ['with one that was escaped twice', '/a%2525b'],
    ['beside a reserved one', '/bffs'],
    ['with a space', '/a%20b'],
    ['with an empty end', '/a//'],
  ])('accepts a path %s', (_what, value) => {
    expect(accepted(value)).toBe(value)
  })

  it.each([
    ['one character longer', `/${'a'.repeat(2048)}`],
    ['with a broken escape', '/a%'],
    ['that leads elsewhere when it is decoded once', '/%2fevil.example'],
    ['that leads elsewhere when it is decoded twice', '/%252fevil.example'],
    ['that leads elsewhere when it is decoded three times', '/%25252fevil.example'],
    ['that is escaped more often than anybody would', '/a%252525252f'],
    ['that climbs out when it is decoded', '/a%2f..%2f%2fevil.example'],
    ['reserved, to the letter', '/api'],
    ['below a reserved one', '/bff/logout'],
    ['that is a number', 7],
    ['that is a list', ['/a']],
  ])('LOGIN-09 refuses a path %s', (_what, value) => {
    expect(accepted(value)).toBeUndefined()
  })

  it('says what a path of the app looks like', () => {
    expect(() => parseReturnTo('evil', { publicUrl: PUBLIC_URL, reserved: [] })).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        message: expect.stringContaining('/projects?tab=open'),
      }),
    )
  })
})

describe('withParameter', () => {
  it.each([
    ['/', '/?e=x'],
    ['/a?b=c', '/a?b=c&e=x'],
    ['/a?e=old#top', '/a?e=x#top'],
    ['/a#?b', '/a?e=x#?b'],
  ])('adds to %s in front of the fragment, and only once', (returnTo, expected) => {
    expect(withParameter(returnTo, 'e', 'x')).toBe(expected)
  })
})

function accepted(value: unknown): string | undefined {
  try {
    return parseReturnTo(value, { publicUrl: PUBLIC_URL, reserved: ['/bff', '/api'] })
  } catch {
    return undefined
  }
}
