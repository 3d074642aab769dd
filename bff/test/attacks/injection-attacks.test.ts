import { expect, it } from 'vitest'
import type { BrowserResponse } from '../support/browser.ts'
import { comeBack, login, reachCallback } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

const INJECTED = 'X-Injected: 1\r\nSet-Cookie: injected=1'

/** Ends of lines as they are, and the characters that become them when only their low byte is kept. */
const LINE_ENDS = [
  ['CR LF', '\r\n'],
  ['LF', '\n'],
  ['CR', '\r'],
  ['U+010D U+010A', '\u010d\u010a'],
  ['U+560D U+560A', '\u560d\u560a'],
] as const

const LOGIN_PARAMETERS = ['returnTo', 'scope', 'prompt', 'login_hint', 'max_age', 'popup']
const CALLBACK_PARAMETERS = ['code', 'state', 'iss', 'error', 'error_description', 'scope', 'continued']

it.each(LINE_ENDS)(
  'HDR-04 attack 27 CRLF injection: %s in any parameter begins no header',
  async (_what, end) => {
    const bff = await startBff()
    const browser = bff.browser()
    const payload = `/x${end}${INJECTED}`
    const answers: BrowserResponse[] = []

    for (const path of ['/bff/login/github', '/bff/callback/github', '/bff', '/api/github']) {
      answers.push(await browser.navigate(path + encodeURIComponent(payload), { site: 'cross-site' }))
    }
    for (const name of LOGIN_PARAMETERS) {
      answers.push(await browser.navigate(`/bff/login/github?${name}=${encodeURIComponent(payload)}`))
    }
    for (const name of CALLBACK_PARAMETERS) {
      const callbackUrl = await reachCallback(browser, 'github')
      callbackUrl.searchParams.set(name, payload)
      answers.push(await comeBack(browser, callbackUrl))
    }

    for (const { status, headers, setCookies } of answers) {
      expect(status).toBeLessThan(500)
      expect(headers).not.toHaveProperty('x-injected')
      expect(setCookies.filter((line) => line.startsWith('injected'))).toEqual([])
      expect(headers.location ?? '').toMatch(/^[\x21-\x7e]*$/)
    }
  },
)

it.each([
  ['markup', '<img src=x onerror=alert(1)>'],
  ['a terminal’s escapes', '\u001b[2J\u001b]0;owned\u0007'],
  ['lines of its own', 'x\r\n{"level":"info","msg":"signed in"}\n'],
  ['thousands of characters', 'y'.repeat(6000)],
])(
  'OPS-02 attack 20 error reflection: an error described by %s shows nowhere, and each log line stays one',
  async (_what, description) => {
    const bff = await startBff()
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github')
    callbackUrl.searchParams.delete('code')
    callbackUrl.searchParams.set('error', 'server_error')
    callbackUrl.searchParams.set('error_description', description)
    callbackUrl.searchParams.set('error_uri', 'https://evil.example/')

    const landing = await comeBack(browser, callbackUrl)

    expect(landing.headers.location).toBe('/?auth_error=provider_unavailable')
    expect(landing.text).toBe('')
    for (const line of bff.log) expect(line).toMatch(/^\{[\x20-\x7e]*\}\n$/)
    expect(bff.log.map((line) => JSON.parse(line).msg)).not.toContain('signed in')
    expect(bff.log.join('')).not.toContain(JSON.stringify(description).slice(1, 20))
  },
)

it('OPS-02 what a browser sends of its own choice cannot begin a log line', async () => {
  const bff = await startBff()
  const browser = bff.browser()
  browser.userAgent = 'Mozilla/5.0 {"msg":"signed in"} \u00e9'
  await login(browser, 'github')

  await browser.navigate('/bff/%0a%7B%22msg%22:%22forged%22%7D%1b%5B2J')
  await browser.fetch('/api/github/%0a%7B%22msg%22:%22forged%22%7D')

  for (const line of bff.log) expect(line.trimEnd().split('\n')).toHaveLength(1)
  const messages = bff.log.map((line) => JSON.parse(line).msg)
  expect(messages.filter((msg) => msg === 'signed in')).toHaveLength(1)
  expect(messages).not.toContain('forged')
})
