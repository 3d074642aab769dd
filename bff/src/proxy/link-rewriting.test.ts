import { describe, expect, it } from 'vitest'
import { rewriteLink, rewriteLocation } from './link-rewriting.ts'

const SCOPE = {
  origin: 'https://api.github.example',
  basePath: '/v3',
  publicOrigin: 'https://app.example.test',
  mountPath: '/api/github',
}
const PUBLIC = 'https://app.example.test/api/github'
const UPSTREAM = 'https://api.github.example/v3'

describe('rewriteLink', () => {
  it.each([
    ['absolute', `${UPSTREAM}/user/repos?page=2&q=a%2Cb`, `${PUBLIC}/user/repos?page=2&q=a%2Cb`],
    ['path-absolute', '/v3/user/repos?page=2', `${PUBLIC}/user/repos?page=2`],
    ['relative to the call', '?page=2', `${PUBLIC}/repos/o/r/issues?page=2`],
    ['to the base URL', UPSTREAM, PUBLIC],
    ['numeric repository', `${UPSTREAM}/repositories/1/issues?page=2`, `${PUBLIC}/repos/o/r/issues?page=2`],
    ['numeric, another tail', `${UPSTREAM}/repositories/1/pulls`, `${PUBLIC}/repositories/1/pulls`],
    ['outside the base path', 'https://api.github.example/login', 'https://api.github.example/login'],
    ['beside the base path', 'https://api.github.example/v31/x', 'https://api.github.example/v31/x'],
    ['another host', 'https://docs.github.example/v3/rest', 'https://docs.github.example/v3/rest'],
    [
      'the host as user name',
      'https://api.github.example@evil.test/v3/x',
      'https://api.github.example@evil.test/v3/x',
    ],
    ['no URL', 'https://[', 'https://['],
  ])('maps a target that is %s', (_what, target, expected) => {
    expect(rewriteLink(`<${target}>; rel="next"`, '/repos/o/r/issues', SCOPE)).toBe(
      `<${expected}>; rel="next"`,
    )
  })

  it('maps every target of a list and nothing else', () => {
    const value = `<${UPSTREAM}/user?page=2>; rel="next", <https://x.test/>; title="a,b", <${UPSTREAM}/user?page=9>; rel="last"`

    expect(rewriteLink(value, '/user', SCOPE)).toBe(
      `<${PUBLIC}/user?page=2>; rel="next", <https://x.test/>; title="a,b", <${PUBLIC}/user?page=9>; rel="last"`,
    )
  })

  it.each([
    ['/orgs/acme/repos', '/organizations/7/repos', '/orgs/acme/repos'],
    ['/users/mona/repos', '/user/7/repos', '/users/mona/repos'],
    ['/repos/o/r', '/repositories/7', '/repos/o/r'],
    ['/user/repos', '/user/7/repos', '/user/7/repos'],
    ['/repositories/7/issues', '/repositories/7/issues', '/repositories/7/issues'],
  ])('maps a page link of %s from %s to %s', (requestPath, linkPath, expected) => {
    expect(rewriteLink(`<${UPSTREAM}${linkPath}?page=2>`, requestPath, SCOPE)).toBe(
      `<${PUBLIC}${expected}?page=2>`,
    )
  })
})

describe('rewriteLocation', () => {
  it.each([
    ['a path of the upstream', `${UPSTREAM}/repos/o/r2?x=1`, '/api/github/repos/o/r2?x=1'],
    ['a relative reference', '/v3/gists/1#top', '/api/github/gists/1#top'],
    [
      'a numeric path after a rename',
      `${UPSTREAM}/repositories/1/issues`,
      '/api/github/repositories/1/issues',
    ],
    ['another host', 'https://codeload.test/o/r.zip', 'https://codeload.test/o/r.zip'],
    ['a scheme-relative reference', '//evil.test/x', 'https://evil.test/x'],
  ])('maps %s', (_what, value, expected) => {
    expect(rewriteLocation(value, '/repos/o/r', SCOPE)).toBe(expected)
  })

  it.each([
    'https://app.example.test/api/tasks/lists/1',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://[',
  ])('PROXY-04 leaves out %s', (value) => {
    expect(rewriteLocation(value, '/repos/o/r', SCOPE)).toBeUndefined()
  })
})
