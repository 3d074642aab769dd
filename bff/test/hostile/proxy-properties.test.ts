import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BffError } from '../../src/errors.ts'
import { rewriteLink, rewriteLocation } from '../../src/proxy/link-rewriting.ts'
import { buildRequestHeaders, createRequestHeaderRules } from '../../src/proxy/request-headers.ts'
import { parseTarget, type RequestTarget } from '../../src/proxy/request-target.ts'
import { isLongForm } from '../support/long-form.ts'

const RUNS = { numRuns: isLongForm ? 1_000_000 : 20_000 }
const TIME_LIMIT_MS = isLongForm ? 600_000 : 60_000

/** What paths are made of, and what they are broken with. */
const PIECES = [
  ...[
    '/',
    '.',
    '..',
    '%',
    '%2e',
    '%2E',
    '%2f',
    '%5c',
    '%25',
    '%00',
    '%0d%0a',
    '%c0%af',
    '%ff',
    '%20',
    '\\',
    ';',
    '//',
  ],
  ...[
    'a',
    'B',
    '0',
    '~',
    '-',
    '_',
    '@',
    ':',
    '!',
    '+',
    ',',
    '=',
    '|',
    '[',
    ' ',
    '\t',
    '\0',
    '#',
    '?',
    '"',
    '<',
    '\x7f',
  ],
  ...['%41', '%7e', '%c3%a9', '%e2%82%ac', 'é', 'repos', '%zz', '%2', '*'],
] as const

const paths = fc.array(fc.constantFrom(...PIECES), { maxLength: 20 }).map((pieces) => `/${pieces.join('')}`)

/** @returns undefined when the target is refused. @throws whatever is no refusal. */
function parsed(target: string): RequestTarget | undefined {
  try {
    return parseTarget(target)
  } catch (error) {
    if (error instanceof BffError && error.code === 'invalid_request') return undefined
    throw error
  }
}

describe('parseTarget, whatever it is given', { timeout: TIME_LIMIT_MS }, () => {
  it('PROXY-03 yields what a URL parser reads the same way, and what it yields is its own normal form', () => {
    fc.assert(
      fc.property(paths, (target) => {
        const result = parsed(target)
        if (!result) return

        const { path, query } = result
        expect(new URL(`http://upstream.example${path}${query}`)).toMatchObject({
          host: 'upstream.example',
          pathname: path,
        })
        expect(parsed(path + query)).toEqual(result)
        expect(target.endsWith(query)).toBe(true)
      }),
      RUNS,
    )
  })

  it('PROXY-03 yields no path that means another one, however often it is decoded', () => {
    fc.assert(
      fc.property(paths, (target) => {
        const result = parsed(target)
        if (!result) return

        const segments = result.path.split('/').length
        let layer = result.path
        for (let depth = 0; depth < 8; depth++) {
          layer = layer.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
          expect(layer.split(/[/\\]/)).toHaveLength(segments)
          for (const segment of layer.split('/'))
            expect(segment.replace(/;.*/, '').trim()).not.toMatch(/^\.\.?$/)
        }
      }),
      RUNS,
    )
  })
})

describe('buildRequestHeaders, whatever the browser sends', { timeout: TIME_LIMIT_MS }, () => {
  const NAMES = [
    ...[
      'authorization',
      'cookie',
      'cookie2',
      'x-csrf',
      'host',
      'content-length',
      'transfer-encoding',
      'te',
      'expect',
    ],
    ...[
      'connection',
      'keep-alive',
      'upgrade',
      'proxy-authorization',
      'forwarded',
      'x-forwarded-for',
      'x_forwarded_for',
    ],
    ...[
      'sec-fetch-site',
      'x-real-ip',
      'x-user-id',
      'x-http-method-override',
      'accept',
      'range',
      'x-trace',
      '__proto__',
    ],
  ] as const
  const MAY_REACH = new Set(['accept', 'range', 'x-trace', 'user-agent', 'via', 'authorization'])
  const headers = fc.dictionary(
    fc.constantFrom(...NAMES, 'via'),
    fc.constantFrom(...NAMES, 'a, b', '', 'Accept, X-Trace ,range'),
    { noNullPrototype: false },
  )
  /** Sent whatever `Connection` says: they are the BFF's own. */
  const OWN = new Set(['user-agent', 'via', 'authorization'])

  it('PROXY-05 PROXY-06 PROXY-08 lets nothing else through, and never loses or doubles the token', () => {
    const rules = createRequestHeaderRules({
      // A configuration that asks for what it must not get.
      forwardRequestHeaders: [...NAMES],
      headers: { Connection: 'x', Authorization: 'Bearer fixed', 'Content-Length': '1' },
      defaultHeaders: { Cookie: 'a=b', Host: 'evil.example' },
      credential: { type: 'userToken', provider: 'github' },
    })
    fc.assert(
      fc.property(headers, (sent) => {
        const list = buildRequestHeaders({ headers: sent, httpVersion: '1.1' }, rules, 'token')

        const sentOn = new Map<string, string>()
        for (let at = 0; at < list.length; at += 2) sentOn.set(list[at] ?? '', list[at + 1] ?? '')
        expect([...sentOn.keys()].filter((name) => !MAY_REACH.has(name))).toEqual([])
        expect(sentOn.size * 2).toBe(list.length)
        expect(sentOn.get('authorization')).toBe('Bearer token')
        const named = sent.connection?.split(',').map((name) => name.trim().toLowerCase()) ?? []
        expect(named.filter((name) => sentOn.has(name) && !OWN.has(name))).toEqual([])
      }),
      RUNS,
    )
  })
})

describe('rewriting, whatever an upstream says', { timeout: TIME_LIMIT_MS }, () => {
  const scope = {
    origin: 'https://api.example',
    basePath: '/v1',
    publicOrigin: 'https://app.example',
    mountPath: '/api/github',
  }
  const urls = fc
    .array(
      fc.constantFrom(
        ...[
          'https://api.example',
          'https://app.example',
          '//evil.example',
          'https:',
          'javascript:',
          '/v1',
          '/v1/',
          '/v2',
        ],
        ...[
          '/',
          '\\',
          '..',
          '.',
          '%2e%2e',
          '?a=b',
          '#c',
          '@',
          ':8080',
          'x',
          '<',
          '>',
          ',',
          ' ',
          '\t',
          '%0d%0a',
          '\u010a',
        ],
      ),
      { maxLength: 8 },
    )
    .map((pieces) => pieces.join(''))

  it('PROXY-04 HDR-04 never sends the browser into our own origin but below the upstream’s own path', () => {
    fc.assert(
      fc.property(urls, (value) => {
        const location = rewriteLocation(value, '/x', scope)
        if (location === undefined) return

        const url = new URL(location, scope.publicOrigin)
        const isOwn = url.origin === scope.publicOrigin
        expect(
          isOwn ? url.pathname.startsWith(`${scope.mountPath}/`) || url.pathname === scope.mountPath : true,
        ).toBe(true)
        expect(location).toMatch(/^[\x21-\x7e]*$/)
        expect(['https:', 'http:']).toContain(url.protocol)
      }),
      RUNS,
    )
  })

  it('HDR-04 leaves links to elsewhere as they are, and adds no character a header may not have', () => {
    fc.assert(
      fc.property(urls, (url) => {
        const value = `<${url}>; rel="next"`

        const link = rewriteLink(value, '/x', scope)

        if (link === value) return
        expect(link).toContain('<https://app.example/api/github')
        expect(link).not.toMatch(/[\r\n\0]/)
      }),
      RUNS,
    )
  })
})
