import { type Defence, edit } from './defence.ts'

const REQUEST_HEADERS = 'src/proxy/request-headers.ts'

/** What keeps calls within the configured upstreams, and upstreams out of the app. */
export const PROXY_DEFENCES: readonly Defence[] = [
  {
    name: 'no path with a dot segment goes out',
    edits: edit(
      'src/proxy/request-target.ts',
      "if (segments.some((segment) => DOT_SEGMENT.test(segment))) throw refused('The path has a dot segment.')",
    ),
    test: { file: 'test/flows/proxy-paths.test.ts', name: 'PROXY-03 PROXY-01 is refused and goes nowhere' },
  },
  {
    name: 'a request names one host',
    edits: edit('src/proxy/destination.ts', 'if (hosts > 1)', 'if (hosts > 2)'),
    test: { file: 'test/flows/proxy-request-headers.test.ts', name: 'PROXY-10 refuses a second Host' },
  },
  {
    name: 'what Connection names is for one hop',
    edits: edit(
      REQUEST_HEADERS,
      'const sent = forThisHopOnly.has(name) ? undefined : headers[name]',
      'const sent = headers[name]',
    ),
    test: { file: 'test/flows/proxy-request-headers.test.ts', name: 'PROXY-06 loses what Connection names' },
  },
  {
    name: 'some headers are forwarded by no configuration',
    edits: edit(REQUEST_HEADERS, '&& !NEVER_FORWARDED.test(name)', ''),
    test: { file: 'src/proxy/request-headers.test.ts', name: 'PROXY-08 CSRF-08 refuses x-forwarded-for' },
  },
  {
    name: 'an upstream sets no cookie of the app’s',
    edits: edit('src/proxy/answer-headers.ts', "  'set-cookie',\n"),
    test: { file: 'test/flows/proxy-answer-headers.test.ts', name: 'PROXY-12 has nothing by which' },
  },
  {
    name: 'an upstream’s answer is stored nowhere',
    edits: edit('src/proxy/answer-headers.ts', "name.endsWith('cache-control') ||"),
    test: { file: 'test/flows/proxy-answer-headers.test.ts', name: 'PROXY-13 is refused whatever' },
  },
  {
    name: 'an upstream sends no call back into the app',
    edits: edit(
      'src/proxy/link-rewriting.ts',
      'return url.origin === scope.publicOrigin ? undefined : url.href',
      'return url.href',
    ),
    test: {
      file: 'test/flows/proxy-answer-headers.test.ts',
      name: 'PROXY-04 back to the app loses its Location',
    },
  },
  {
    name: 'a call goes out with the scopes that it needs',
    edits: edit('src/proxy/credential.ts', 'if (missingScopes.length === 0) return grant', 'return grant'),
    test: { file: 'test/flows/proxy-scopes.test.ts', name: 'PROXY-20 is refused before it is made' },
  },
]
