import { describe, expect, it } from 'vitest'
import { buildRequestHeaders, createRequestHeaderRules, isForwardable, isLoop } from './request-headers.ts'

const CONFIG = {
  credential: { type: 'userToken' as const, provider: 'github' },
  forwardRequestHeaders: [],
  headers: {},
  defaultHeaders: {},
}

describe('buildRequestHeaders', () => {
  it('lets a fixed header win over the browser and the token over both', () => {
    const rules = createRequestHeaderRules({
      ...CONFIG,
      headers: { Accept: 'application/vnd.github+json', Authorization: 'Basic eDp5', 'User-Agent': 'board' },
    })

    const headers = buildRequestHeaders(aRequest({ accept: '*/*' }), rules, 'at')

    expect(headers).toEqual([
      ...['user-agent', 'board', 'accept', 'application/vnd.github+json'],
      ...['via', '1.1 coatcheck', 'authorization', 'Bearer at'],
    ])
  })

  it.each([
    ['no Accept', {}, 'application/vnd.github+json'],
    ['the Accept of a browser', { accept: '*/*' }, 'application/vnd.github+json'],
    ['an Accept of the page', { accept: 'application/vnd.github.raw' }, 'application/vnd.github.raw'],
    ['an Accept for this hop', { accept: 'text/html', connection: 'accept' }, 'application/vnd.github+json'],
  ])('puts a default in for %s, if it says nothing', (_which, sent, expected) => {
    const defaultHeaders = { Accept: 'application/vnd.github+json' }
    const rules = createRequestHeaderRules({ ...CONFIG, defaultHeaders })

    const headers = buildRequestHeaders(aRequest(sent), rules, undefined)

    expect(headers.slice(0, 2)).toEqual(['accept', expected])
    expect(headers.filter((name) => name === 'accept')).toHaveLength(1)
  })

  it('passes the Accept of a browser on where there is no default', () => {
    const headers = buildRequestHeaders(
      aRequest({ accept: '*/*' }),
      createRequestHeaderRules(CONFIG),
      undefined,
    )

    expect(headers.slice(0, 2)).toEqual(['accept', '*/*'])
  })

  it('PROXY-08 opens no way around the list by a default', () => {
    const rules = createRequestHeaderRules({
      ...CONFIG,
      defaultHeaders: { Authorization: 'Bearer x', Cookie: 'a=b' },
    })

    const headers = buildRequestHeaders(aRequest({ authorization: 'Bearer y', cookie: 'c=d' }), rules, 'at')

    expect(headers.filter((_, index) => index % 2 === 0)).toEqual(['user-agent', 'via', 'authorization'])
    expect(headers.at(-1)).toBe('Bearer at')
  })

  it('keeps a fixed Authorization where no token is attached', () => {
    const rules = createRequestHeaderRules({
      ...CONFIG,
      credential: { type: 'none' },
      headers: { Authorization: 'Bearer app-key' },
    })

    const headers = buildRequestHeaders(aRequest({}), rules, undefined)

    expect(headers).toContain('Bearer app-key')
  })

  it('ignores fixed headers that would change the framing', () => {
    const { fixed } = createRequestHeaderRules({
      ...CONFIG,
      headers: { 'Transfer-Encoding': 'chunked', 'Content-Length': '5', Connection: 'close', Via: 'x' },
    })

    expect(fixed).toEqual(['user-agent', 'coatcheck'])
  })
})

describe('isForwardable', () => {
  it.each([
    ...['authorization', 'proxy-authorization', 'cookie', 'cookie2', 'x-csrf', 'host', 'te', 'upgrade'],
    ...['forwarded', 'x-forwarded-for', 'x-forwarded-user', 'x-real-ip', 'x-user-id', 'sec-fetch-site'],
    ...['x-http-method', 'x-http-method-override', 'x-method-override', 'content-length', 'x_forwarded_user'],
  ])('PROXY-08 CSRF-08 refuses %s even when it is configured', (name) => {
    const { forwarded } = createRequestHeaderRules({ ...CONFIG, forwardRequestHeaders: [name.toUpperCase()] })

    expect(isForwardable(name)).toBe(false)
    expect(forwarded).not.toContain(name)
  })
})

describe('isLoop', () => {
  it.each([
    ['1.1 coatcheck', true],
    ['1.0 edge, 1.1 coatcheck (x)', true],
    ['1.1 coatcheck-staging', false],
    ['1.1 edge (coatcheck)', false],
    [undefined, false],
  ])('reads %s as %s', (via, expected) => {
    expect(isLoop(via)).toBe(expected)
  })
})

function aRequest(headers: Record<string, string>): Parameters<typeof buildRequestHeaders>[0] {
  return { headers, httpVersion: '1.1' }
}
