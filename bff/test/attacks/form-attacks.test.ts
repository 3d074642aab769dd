import { expect, it } from 'vitest'
import { login } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

/** What a form of another site can send without asking first; the body passes for JSON. */
const FORMS = [
  ['text/plain', '{"everywhere":true,"x":"="}'],
  ['application/x-www-form-urlencoded', 'everywhere=true'],
  [
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="everywhere"\r\n\r\ntrue\r\n--x--',
  ],
] as const

it.each(FORMS)(
  'CSRF-07 attack 33 a form: %s is refused by every route that changes something',
  async (type, body) => {
    const bff = await startBff({ session: { cookie: { sameSite: 'lax' } } })
    const browser = bff.browser()
    await login(browser, 'github')
    // As an old browser sends it: without Fetch Metadata, and with the cookie.
    const headers = { 'content-type': type, 'x-csrf': undefined, 'sec-fetch-site': undefined }

    const answers = [
      await browser.fetch('/bff/logout', { method: 'POST', headers, body }),
      await browser.fetch('/api/github/user/repos', { method: 'POST', headers, body }),
    ]

    expect(answers.map(({ status }) => status)).toEqual([403, 403])
    expect(bff.api.requests).toEqual([])
    expect((await browser.fetch('/bff/session')).status).toBe(200)
  },
)

it.each(FORMS)('CSRF-07 a body of %s is no JSON, even with the header', async (type, body) => {
  const bff = await startBff()
  const browser = bff.browser()
  await login(browser, 'github')

  const answer = await browser.fetch('/bff/logout', {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  })

  expect([answer.status, answer.json()]).toEqual([400, expect.objectContaining({ code: 'invalid_request' })])
  expect((await browser.fetch('/bff/session')).status).toBe(200)
})
