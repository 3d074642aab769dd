const P = '/api/github/repos'

/**
 * Request targets by attack, as they stand in the request line. Only `/repos/**` is allowed, and the
 * upstream has a base path: both are there to be broken out of.
 */
export const HOSTILE_PATHS: Record<string, readonly string[]> = {
  'dot segments': [
    ...[`${P}/../admin`, `${P}/./x`, `${P}/..`, `${P}/.`, `${P}/a/../../admin`, `${P}/a/b/../../../admin`],
    ...[
      `${P}/../../../admin`,
      `${P}/../repos/x`,
      '/api/github/../tasks/x',
      '/api/./github/repos',
      '/api/../api/github/repos',
    ],
    // Out of the API altogether, to a route that would answer.
    ...['/api/github/../../bff/session', '/bff/../api/github/repos/x', '/./api/github/repos/x'],
    ...[`${P}/..?x=1`, `${P}/...`, `${P}/.../x`, `${P}/. ./x`],
  ],
  'encoded dot segments': [
    ...[
      `${P}/%2e%2e/admin`,
      `${P}/%2E%2E/admin`,
      `${P}/.%2e/admin`,
      `${P}/%2e./admin`,
      `${P}/%2e/x`,
      `${P}/%2E`,
    ],
    ...[
      `${P}/a/%2e%2e/%2e%2e/admin`,
      `${P}/%2e%2e?x=1`,
      `/api/github/%2e%2e/tasks`,
      '/api/%2e%2e/bff/session',
    ],
    ...['/%2e%2e/api/github/repos', '/api/github/repos%2f..', `${P}/x/%2e%2e`],
  ],
  'path parameters that some servers cut off before they resolve dots': [
    ...[`${P}/..;/admin`, `${P}/..;x=1/admin`, `${P}/.;/admin`, `${P}/%2e%2e;/admin`, `${P}/..%3b/admin`],
    ...[
      `${P}/%2e%2e%3bx/admin`,
      `${P};/../admin`,
      `/api/github/repos;x/a`,
      `/api/github;/repos/a`,
      `${P}/a;../x`,
    ],
    ...[`${P}/..;a=b;c=d/admin`, `${P}/;/x`, `${P}/..%20;/admin`],
  ],
  'blanks that some servers trim': [
    ...[
      `${P}/..%20/admin`,
      `${P}/%20../admin`,
      `${P}/..%09/admin`,
      `${P}/.%20./admin`,
      `${P}/..%20`,
      `${P}/%20`,
    ],
    ...[`${P}/..%c2%a0/admin`, `${P}/..+/admin`],
  ],
  'slashes in disguise': [
    ...[`${P}/a%2fb`, `${P}/a%2Fb`, `${P}/..%2fadmin`, `${P}/%2e%2e%2fadmin`, `${P}/..%2f..%2fadmin`],
    ...[
      `${P}%2fx`,
      '/api%2fgithub/repos',
      '/api/github%2frepos',
      `${P}/%2f%2fevil.test`,
      '/%2fapi/github/repos/x',
    ],
    // Letters that Unicode normalisation turns into a slash or a dot.
    ...[
      `${P}/%ef%bc%8f..%ef%bc%8fadmin`,
      `${P}/%e2%81%84x`,
      `${P}/%ef%bc%8e%ef%bc%8e/admin`,
      `${P}/%e2%80%a5/admin`,
    ],
  ],
  backslashes: [
    ...[
      `${P}/a\\b`,
      `${P}/..\\admin`,
      `${P}\\..\\admin`,
      `${P}/a%5cb`,
      `${P}/..%5cadmin`,
      `${P}/%5c..%5cadmin`,
    ],
    ...[
      `${P}/%5c%5cevil.test`,
      '\\api\\github\\repos',
      '/api\\github\\repos',
      '/\\evil.test/api/github/repos',
    ],
    ...[`${P}/..%5C..%5Cadmin`, `${P}/%2e%2e%5cadmin`],
  ],
  'empty segments': [
    ...[
      `${P}//admin`,
      `${P}//evil.test/x`,
      `${P}/a//b`,
      `${P}///`,
      `${P}//..//admin`,
      `${P}/x//`,
      '//api/github/repos',
    ],
    ...[
      '/api//github/repos',
      '/api/github//repos',
      '//evil.test/api/github/repos',
      '///evil.test',
      `${P}//?x`,
    ],
  ],
  'encoded twice and more': [
    ...[
      `${P}/%252e%252e/admin`,
      `${P}/..%252fadmin`,
      `${P}/a%252fb`,
      `${P}/a%255cb`,
      `${P}/%252e%252e%252fadmin`,
    ],
    ...[
      `${P}/a%2500b`,
      `${P}/a%25252fb`,
      `${P}/%25252e%25252e/x`,
      `${P}/%25%32%65%25%32%65/x`,
      `${P}/a%25%32%66b`,
    ],
    ...[
      `${P}/a%2525252525252e`,
      `${P}/%%32%65%%32%65/x`,
      `${P}/%25252525252525252e`,
      `${P}/%2525`,
      `${P}/..%25%32%66admin`,
    ],
    ...[`${P}/%252e%252e%255cadmin`, `${P}/a%250d%250ab`],
  ],
  'control characters': [
    ...[`${P}/a%00b`, `${P}/%00`, `${P}/a%0ab`, `${P}/a%0d%0ab`, `${P}/a%09b`, `${P}/a%1fb`, `${P}/a%7fb`],
    ...[
      `${P}/..%00/admin`,
      `${P}/a%0d%0aHost:%20x`,
      `${P}/x%00.json`,
      `${P}%00`,
      `${P}/a%0d%0a%0d%0aGET%20/admin`,
    ],
    ...[
      `${P}/a\tb`,
      `${P}/a\x00b`,
      `${P}/a\x0bb`,
      `${P}/a\x1bb`,
      `${P}/a\x7fb`,
      `${P}/%c2%85x`,
      `${P}/%e2%80%a8x`,
    ],
  ],
  'line ends in the request line': [
    ...[`${P}/x\r\nX-Trace: 1`, `${P}/x\nX-Trace: 1`, `${P}/x\rX-Trace: 1`, `${P}/x HTTP/1.1\r\nX-Trace: 1`],
    ...[
      `${P}/x HTTP/1.1\r\nHost: evil.test\r\n\r\nGET /admin`,
      `${P}/x\r\n\r\nGET /base/admin`,
      `\r\n${P}/x`,
    ],
  ],
  'not UTF-8, and overlong forms of dot, slash and backslash': [
    ...[
      `${P}/%c0%af`,
      `${P}/%c0%ae%c0%ae/admin`,
      `${P}/%e0%80%af`,
      `${P}/%f0%80%80%af`,
      `${P}/%c1%9c`,
      `${P}/%ff`,
    ],
    ...[
      `${P}/%80`,
      `${P}/%ed%a0%80`,
      `${P}/%f8%80%80%80%af`,
      `${P}/%fe%ff`,
      `${P}/%c3%28`,
      `${P}/..%c0%af..%c0%afadmin`,
    ],
    ...[`${P}/%f4%90%80%80`, `${P}/%e0%80%ae%e0%80%ae/x`, `${P}/caf\xe9`, `${P}/\xc0\xae\xc0\xae/admin`],
  ],
  'broken encoding': [
    ...[
      `${P}/%`,
      `${P}/%2`,
      `${P}/%zz`,
      `${P}/a%g0`,
      `${P}/%u002e%u002e/admin`,
      `${P}/100%`,
      `${P}/%%`,
      `${P}/%2%65`,
    ],
    ...[`${P}/%-2e`, `${P}/%+2e`, `${P}/%0x2e`],
  ],
  'characters that belong encoded': [
    ...[`${P}/a#b`, `${P}/..#/x`, `${P}/a"b`, `${P}/a<b>`, `${P}/a{b}`, `${P}/a^b`, `${P}/a\`b`, `${P}?q=#x`],
    ...[
      `${P}?q=\xe9`,
      `${P}#/../../admin`,
      `${P}/x%23/../../admin`,
      `${P}?\x00`,
      `${P}?a=b\tc`,
      `${P}?a=b c`,
    ],
  ],
  'a host in the target': [
    ...[
      'http://evil.test/api/github/repos/x',
      'http://localhost:3000/api/github/repos/x',
      'https://x@y/api/github/repos',
    ],
    ...[
      'http://169.254.169.254/latest/meta-data/',
      'http:///api/github/repos',
      'http:/api/github/repos',
      'http:api/github',
    ],
    ...[
      'file:///etc/passwd',
      'gopher://evil.test/api/github',
      '@evil.test/api/github/repos',
      'evil.test:80',
      '*',
    ],
    ...[
      '//evil.test@localhost/api/github/repos',
      'HTTP://EVIL.TEST/api/github/repos/x',
      'api/github/repos/x',
      '',
    ],
    ...[
      '?/api/github/repos',
      '#/api/github/repos',
      'http://evil.test\\@localhost/api/github/repos',
      'ws://x/api/github/repos',
    ],
  ],
  'other names for upstream and route': [
    ...[
      '/API/github/repos/x',
      '/api/GitHub/repos/x',
      '/api/github/Repos/x',
      '/api/github2/repos/x',
      '/apix/github/repos',
    ],
    ...[
      '/api/__proto__/repos',
      '/api/constructor/repos',
      '/api/toString',
      '/api/github/admin',
      '/api/github/reposadmin',
    ],
    ...[
      '/api/github/user?x=/repos/',
      '/api/github/admin?/api/github/repos',
      '/api/github',
      '/api/github/',
      '/api',
    ],
    ...[
      '/api/github/%72epos%2f..%2fadmin',
      '/api/github/admin#/repos/x',
      '/api/github/repos.json',
      '/api/github/repos:80/x',
    ],
    // Right in truth, and so it may pass: %72 is an r.
    ...[
      '/api/%67ithub/%72epos/x',
      `${P}/@evil.test/x`,
      `${P}/http:evil.test`,
      `${P}/x?url=http://evil.test/../&a=%2e%2e%2f`,
    ],
  ],
  'too much': [
    ...[`${P}/${'a'.repeat(20_000)}`, `${P}/${'a/'.repeat(4_000)}x`, `${P}/${'../'.repeat(2_000)}admin`],
    ...[
      `${P}/${'%2e'.repeat(3_000)}`,
      `${P}?${'a=1&'.repeat(3_000)}`,
      `${P}/${'%25'.repeat(3_000)}2e`,
      `${P}/${';'.repeat(9_000)}`,
    ],
  ],
}
