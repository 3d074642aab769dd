import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTarget } from './request-target.ts'

describe('parseTarget', () => {
  it.each([
    ['a plain path', '/api/github/user', '/api/github/user', '/api/github/user'],
    ['a trailing slash', '/api/github/user/', '/api/github/user/', '/api/github/user/'],
    ['dots inside a name', '/a/v1.2/..b/c../...', '/a/v1.2/..b/c../...', '/a/v1.2/..b/c../...'],
    ['a dot file', '/a/.github/.well-known', '/a/.github/.well-known', '/a/.github/.well-known'],
    ['an encoded letter', '/%61pi/%7Euser', '/api/~user', '/api/~user'],
    ['lower-case hex', '/a%c3%a9', '/a%C3%A9', '/aé'],
    ['an encoded reserved character', '/a%2Bb%3a%40', '/a%2Bb%3A%40', '/a+b:@'],
    ['a space', '/My%20Drive', '/My%20Drive', '/My Drive'],
    ['a percent sign', '/100%25', '/100%25', '/100%'],
    ['a harmless double encoding', '/a%2520b', '/a%2520b', '/a%20b'],
    ['path parameters', '/a;v=1/b', '/a;v=1/b', '/a;v=1/b'],
    ['brackets left raw by browsers', '/a[1]|b', '/a[1]|b', '/a[1]|b'],
    ['a custom verb', '/v1/things/x:run', '/v1/things/x:run', '/v1/things/x:run'],
  ])('brings %s into one form', (_what, target, path, decodedPath) => {
    expect(parseTarget(target)).toEqual({ path, decodedPath, query: '' })
  })

  it.each([
    ['a blank', '/a/%20..'],
    ['a no-break space as a byte', '/a/%25a0../b'],
    ['a no-break space as UTF-8', '/a/%c2%a0../b'],
    ['one that is encoded twice', '/a/%25c2%25a0../b'],
    ['path parameters', '/a/..;x=1/b'],
  ])('PROXY-03 refuses a dot segment with %s around it', (_what, target) => {
    expect(() => parseTarget(target)).toThrow('dot segment')
  })

  it('PROXY-22 keeps the query byte for byte', () => {
    const query = '?a=1&a=2&__proto__[x]=1&p=%2e%2E/..//%zz&q=a+b%20c'

    expect(parseTarget(`/api/x${query}`).query).toBe(query)
  })

  it('PROXY-03 OPS-04 matches the very path it forwards, whatever is sent', () => {
    const piece = fc.oneof(
      fc.constantFrom('/', '.', '..', '%2e', '%2F', '%25', '%5c', ';', '%00', '\\', '%252e', '%c0%af', '//'),
      fc.string({ unit: 'binary-ascii', maxLength: 4 }),
      fc.webPath(),
    )

    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const target = outcomeOf(`/${pieces.join('')}`)
        if (!target) return

        expect(decodeURIComponent(target.path)).toBe(target.decodedPath)
        expect(target.decodedPath.split('/')).toHaveLength(target.path.split('/').length)
        expect(parseTarget(target.path).path).toBe(target.path)
        // A URL parser finds no dot segment, no backslash and no second host in it.
        expect(new URL(target.path, 'https://api.example').pathname).toBe(target.path)
      }),
      { numRuns: 3_000 },
    )
  })
})

function outcomeOf(target: string): ReturnType<typeof parseTarget> | undefined {
  try {
    return parseTarget(target)
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_request' })
    return undefined
  }
}
