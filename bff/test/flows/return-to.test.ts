import { describe, expect, it } from 'vitest'
import { comeBack, reachCallback } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

const HOSTILE = [
  '//evil.example',
  '//evil.example/%2e%2e',
  '///evil.example',
  '////evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '/\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r/evil.example',
  '/\u0000/evil.example',
  '/\u2028/evil.example',
  '/\u00a0/evil.example',
  '/ /evil.example',
  ' //evil.example',
  '/%09/evil.example',
  '/%0a/evil.example',
  '/%0d%0aSet-Cookie:x=y',
  '/%5cevil.example',
  '/%5Cevil.example',
  '/%255cevil.example',
  '/%2f%2fevil.example',
  '/%2fevil.example',
  '/%252fevil.example',
  '/%2F%2Fevil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/././/evil.example',
  '/x/..//evil.example',
  '/%2e//evil.example',
  '/%2e%2e//evil.example',
  '/.%2e/%2fevil.example',
  'https:evil.example',
  'https:/evil.example',
  'https://evil.example',
  'http://evil.example#x',
  'http://localhost@evil.example',
  'javascript:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,x',
  'evil.example',
  '@evil.example',
  '?x=1',
  '#x',
  '',
  '.',
  '/%',
  '/%c0%ae%c0%ae/',
  '/bff/logout',
  '/bff',
  '/bff/../bff/login/github',
  '/x/../bff/connect/google',
  '/api/github/user',
  `/${'a'.repeat(2048)}`,
]

const LOCAL = [
  ['/', '/'],
  ['/projects?tab=open#top', '/projects?tab=open#top'],
  ['/a/../b', '/b'],
  ['/?x=//evil.example', '/?x=//evil.example'],
  ['/search?q=%2F%2Fevil.example%5C', '/search?q=%2F%2Fevil.example%5C'],
  ['/bffs/own', '/bffs/own'],
  ['/t%C3%A9l%C3%A9', '/t%C3%A9l%C3%A9'],
  ['/a%20b', '/a%20b'],
  ['/x//y', '/x//y'],
]

describe('returnTo', () => {
  it.each(HOSTILE)('LOGIN-09 refuses %j, and starts nothing', async (returnTo) => {
    const { browser } = await startBff()
    const query = `returnTo=${encodeURIComponent(returnTo)}`

    const answers = await Promise.all(
      ['login', 'connect'].map((kind) => browser().navigate(`/bff/${kind}/github?${query}`)),
    )

    for (const answer of answers) {
      expect(answer.status).toBe(400)
      expect([answer.setCookies, answer.headers.location]).toEqual([[], undefined])
      expect(answer.text).not.toContain('evil')
    }
  })

  it.each(LOCAL)('LOGIN-09 lands on %j as %j', async (returnTo, landsOn) => {
    const bff = await startBff()
    const browser = bff.browser()

    const callbackUrl = await reachCallback(browser, 'github', `?returnTo=${encodeURIComponent(returnTo)}`)
    const landing = await comeBack(browser, callbackUrl)

    expect(landing.headers.location).toBe(landsOn)
  })

  it('LOGIN-09 refuses two of them, which is how a list gets in', async () => {
    const { browser } = await startBff()

    const answer = await browser().navigate('/bff/login/github?returnTo=/a&returnTo=//evil.example')

    expect(answer.status).toBe(400)
  })

  it('answers under one spelling of its own paths, the one that returnTo may not lead to', async () => {
    const { browser } = await startBff()

    const answers = await Promise.all(
      ['/BFF/login/github', '/Bff/logout'].map((path) => browser().navigate(path)),
    )

    expect(answers.map(({ status }) => status)).toEqual([404, 404])
  })

  it('falls back to the start of the app', async () => {
    const bff = await startBff()
    const browser = bff.browser()

    const landing = await comeBack(browser, await reachCallback(browser, 'github'))

    expect(landing.headers.location).toBe('/')
  })
})
