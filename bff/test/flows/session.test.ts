import { describe, expect, it } from 'vitest'
import { login } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

const MINUTE_MS = 60_000

describe('the session', () => {
  it('SESS-09 SESS-16 is 204 for anybody who is not signed in, and leaves no cookie', async () => {
    const { browser } = await startBff()

    const answer = await browser().fetch('/bff/session')

    expect([answer.status, answer.text, answer.setCookies]).toEqual([204, '', []])
  })

  it('SESS-16 holds nothing but what the SDK needs', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'google')

    const session = (await browser.fetch('/bff/session')).json() as Record<string, unknown>

    expect(Object.keys(session).sort()).toEqual(
      ['authenticatedAt', 'connections', 'expiresAt', 'idleExpiresAt', 'user'].sort(),
    )
    expect(JSON.stringify(session)).not.toMatch(/canary|token|nonce/i)
    expect(JSON.stringify(session)).not.toContain(browser.jar.get('coatcheck')?.value.slice(4, 40))
  })

  it('SESS-10 ends after half an hour without an API call, however often it is looked at', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const idleExpiresAt = bff.clock.now() + 30 * MINUTE_MS

    for (let minute = 10; minute < 30; minute += 10) {
      bff.clock.advance({ minutes: 10 })
      const session = await browser.fetch('/bff/session')
      expect(session.json()).toMatchObject({ idleExpiresAt })
    }
    bff.clock.advance({ minutes: 10 })

    expect((await browser.fetch('/api/github/user')).status).toBe(401)
    expect((await browser.fetch('/bff/session')).status).toBe(204)
    expect(browser.jar.get('coatcheck-hint')).toBeUndefined()
  })

  it('SESS-10 SESS-11 lives on while the API is called, until its absolute end', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const expiresAt = bff.clock.now() + 12 * 60 * MINUTE_MS

    while (bff.clock.now() < expiresAt - 20 * MINUTE_MS) {
      bff.clock.advance({ minutes: 20 })
      expect((await browser.fetch('/api/github/user')).status).toBe(200)
    }
    const last = await browser.fetch('/bff/session')
    bff.clock.advance({ minutes: 20 })

    expect(last.json()).toMatchObject({ expiresAt, idleExpiresAt: expiresAt })
    expect((await browser.fetch('/api/github/user')).status).toBe(401)
    expect((await browser.fetch('/bff/session')).status).toBe(204)
  })

  it('SESS-12 is found by its cookie alone', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const value = browser.jar.get('coatcheck')?.value ?? ''
    const thief = bff.browser()

    const answers = [
      await thief.fetch(`/bff/session?coatcheck=${value}&sid=${value}`),
      await thief.fetch('/bff/session', {
        headers: { authorization: `Bearer ${value}`, 'x-session': value },
      }),
      await thief.fetch('/bff/session', { headers: { cookie: `Coatcheck=${value}` } }),
    ]

    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204])
  })

  it('SESS-13 refuses two cookies of its name, in either order, on every route that reads one', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const value = browser.jar.get('coatcheck')?.value

    const statuses: number[] = []
    for (const cookie of [`coatcheck=planted; coatcheck=${value}`, `coatcheck=${value}; coatcheck=planted`]) {
      for (const path of ['/bff/session', '/api/github/user']) {
        statuses.push((await browser.fetch(path, { headers: { cookie } })).status)
      }
    }

    expect(statuses).toEqual([400, 400, 400, 400])
    expect(bff.api.requests).toEqual([])
  })

  it('SESS-07 adopts no id it has not given out, not even over a login', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const known = browser.jar.get('coatcheck')?.value ?? ''
    await browser.fetch('/bff/logout', { method: 'POST' })
    browser.jar.plant('coatcheck', known)

    await login(browser, 'github')

    expect(browser.jar.get('coatcheck')?.value).not.toBe(known)
    expect((await browser.fetch('/bff/session')).status).toBe(200)
  })

  it('SESS-06 gets a new id at every login, also where a Lax cookie comes along', async () => {
    const bff = await startBff({ session: { cookie: { sameSite: 'lax' } } })
    const browser = bff.browser()
    await login(browser, 'github')
    const before = browser.jar.get('coatcheck')?.value ?? ''

    await login(browser, 'github')

    expect(browser.jar.get('coatcheck')?.value).not.toBe(before)
    const answer = await browser.fetch('/bff/session', { headers: { cookie: `coatcheck=${before}` } })
    expect(answer.status).toBe(204)
  })

  it('SESS-08 takes a cookie for nobody’s when any character of it has changed', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const value = browser.jar.get('coatcheck')?.value ?? ''

    const statuses = new Set<number>()
    for (let at = 0; at < value.length - 1; at++) {
      const changed = value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1)
      const answer = await browser.fetch('/bff/session', { headers: { cookie: `coatcheck=${changed}` } })
      statuses.add(answer.status)
    }

    expect([...statuses]).toEqual([204])
    expect(decodeURIComponent(value)).toMatch(/^s:[\w-]{43}\..+$/)
  })

  it('asks for the CSRF header before it looks at the session', async () => {
    const { browser } = await startBff()

    const answer = await browser().fetch('/bff/session', { headers: { 'x-csrf': undefined } })

    expect(answer.status).toBe(403)
  })
})
