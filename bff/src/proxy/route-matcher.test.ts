import { describe, expect, it } from 'vitest'
import type { RouteRule } from './route-matcher.ts'
import { createRouteMatcher } from './route-matcher.ts'

describe('createRouteMatcher', () => {
  it.each([
    ['/user', '/user', true],
    ['/user', '/user/', false],
    ['/user', '/User', false],
    ['/user', '/users', false],
    ['/', '/', true],
    ['/*', '/', false],
    ['/repos/*/*', '/repos/o/r', true],
    ['/repos/*/*', '/repos/o/r/issues', false],
    ['/repos/*/*', '/repos//r', false],
    ['/user/**', '/user', true],
    ['/user/**', '/user/repos/1', true],
    ['/user/**', '/username', false],
    ['/**', '/', true],
    ['/**/comments', '/repos/o/r/issues/1/comments', true],
    ['/**/comments', '/comments', true],
    ['/**/comments', '/comments/1', false],
    ['/repos/**/issues/*', '/repos/issues/issues/1', true],
    ['/repos/**/issues/**', '/repos/a/b', false],
    ['/my drive/**', '/my drive/x', true],
  ])('%s on %s: %s', (pattern, path, isMatch) => {
    const matchRoute = createRouteMatcher([aRule({ path: pattern })])

    expect(matchRoute('GET', path).kind).toBe(isMatch ? 'allowed' : 'unknown')
  })

  it('lets the first rule that fits method and path decide', () => {
    const first = aRule({ path: '/a/**', methods: ['POST'] })
    const second = aRule({ path: '/a/b', cache: 'revalidate' })
    const third = aRule({ path: '/**' })
    const matchRoute = createRouteMatcher([first, second, third])

    expect(matchRoute('GET', '/a/b')).toEqual({ kind: 'allowed', rule: second })
  })

  it('PROXY-02 names every allowed method of a known path, once', () => {
    const matchRoute = createRouteMatcher([
      aRule({ path: '/a/**', methods: ['GET', 'POST'] }),
      aRule({ path: '/a/b', methods: ['POST', 'DELETE'] }),
    ])

    expect(matchRoute('PUT', '/a/b')).toEqual({
      kind: 'method_not_allowed',
      allow: ['GET', 'POST', 'DELETE'],
    })
  })

  it.each([
    ['/a', '/a', 'unknown'],
    ['/a', '/A/', 'unknown'],
    ['/a', '/a;b=c', 'unknown'],
    ['/a', '/a/b', 'allowed'],
    ['/a/**', '/a/b', 'unknown'],
    ['/*/b', '/a/b', 'unknown'],
    ['/a/**', '/ab', 'allowed'],
    ['/a', '/b/a', 'allowed'],
  ])(
    'PROXY-01 lets a denied %s win over what is allowed, however it is spelled: %s',
    (denied, path, kind) => {
      const matchRoute = createRouteMatcher([aRule({ path: '/**' })], [denied])

      expect(matchRoute('GET', path).kind).toBe(kind)
    },
  )

  it.each(['TRACE', 'CONNECT', 'PROPFIND', 'get', 'constructor'])(
    'PROXY-02 refuses %s without an allow-list too',
    (method) => {
      expect(createRouteMatcher()(method, '/anything').kind).toBe('method_not_allowed')
    },
  )

  it('stays fast on a path made to backtrack', () => {
    const matchRoute = createRouteMatcher([aRule({ path: '/**/a/**/a/**/a/**/b' })])

    expect(matchRoute('GET', '/a'.repeat(8_000)).kind).toBe('unknown')
  })
})

function aRule(fields: Partial<RouteRule>): RouteRule {
  return { methods: ['GET'], path: '/**', cache: 'no-store', csrf: 'header', ...fields }
}
