import { describe, expect, it } from 'vitest'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { connect, login } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

const POST = { method: 'POST' }

describe('logging out', () => {
  it('LOGOUT-01 SESS-06 ends the session behind the cookie and expires the cookies with their attributes', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const cookie = browser.jar.get('coatcheck')?.value ?? ''

    const answer = await browser.fetch('/bff/logout', POST)

    expect([answer.status, answer.json()]).toEqual([200, { redirectTo: null }])
    expect(answer.setCookies).toEqual([
      'coatcheck=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict',
      'coatcheck-hint=; Max-Age=0; Path=/; SameSite=Strict',
    ])
    browser.jar.plant('coatcheck', cookie)
    expect((await browser.fetch('/bff/session')).status).toBe(204)
    browser.jar.plant('coatcheck', cookie)
    expect((await browser.fetch('/api/github/user')).status).toBe(401)
  })

  it('LOGOUT-01 is the same the second time, and for those who were never here', async () => {
    const bff = await startBff()
    const [browser, stranger] = [bff.browser(), bff.browser()]
    await login(browser, 'github')
    await browser.fetch('/bff/logout', POST)

    const answers = [await browser.fetch('/bff/logout', POST), await stranger.fetch('/bff/logout', POST)]

    for (const answer of answers) {
      expect([answer.status, answer.json(), answer.setCookies]).toEqual([200, { redirectTo: null }, []])
    }
  })

  it.each([{}, { everywhere: false }, { federated: true }])('takes the body %j', async (body) => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')

    const answer = await browser.fetch('/bff/logout', { method: 'POST', body })

    expect(answer.status).toBe(200)
    expect((await browser.fetch('/bff/session')).status).toBe(204)
  })

  it('LOGOUT-02 does nothing by GET, nor by a form of another site', async () => {
    const bff = await startBff({ session: { cookie: { sameSite: 'lax' } } })
    const browser = bff.browser()
    await login(browser, 'github')

    const answers = [
      await browser.navigate('/bff/logout', { site: 'cross-site' }),
      await browser.navigate('/bff/logout', { site: 'cross-site', method: 'POST' }),
      await browser.navigate('/bff/logout', { method: 'POST' }),
    ]

    expect(answers.map(({ status }) => status)).toEqual([405, 403, 403])
    expect((await browser.fetch('/bff/session')).status).toBe(200)
  })

  it('LOGOUT-03 takes the token back at GitHub, and only that one', async () => {
    const bff = await startBff()
    const [here, elsewhere] = [bff.browser(), bff.browser()]
    await login(here, 'github')
    await login(elsewhere, 'github')
    const [mine, , theirs] = bff.github.ledger.tokens

    await here.fetch('/bff/logout', POST)

    await expect.poll(() => bff.github.ledger.grantOf(mine)).toBeUndefined()
    expect(bff.github.ledger.grantOf(theirs)).toBeDefined()
    expect(bff.github.callsTo(bff.github.revocationPath('grant'))).toEqual([])
    expect((await elsewhere.fetch('/api/github/user')).status).toBe(200)
  })

  it('revokes nothing at Google, where that would end the person’s other sessions', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    await connect(browser, 'google')

    await browser.fetch('/bff/logout', POST)

    await expect.poll(() => bff.github.callsTo(bff.github.revocationPath('token'))).toHaveLength(1)
    expect(bff.google.callsTo(GOOGLE_PATHS.revoke)).toEqual([])
  })

  it('LOGOUT-03 does not wait for the provider', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const held = bff.github.hold(bff.github.revocationPath('token'))

    const answer = await browser.fetch('/bff/logout', POST)

    expect(answer.status).toBe(200)
    await held.arrived
    held.release()
  })

  it.each([204, 404, 422])('LOGOUT-04 takes %i from GitHub for done, and asks no more', async (status) => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    bff.github.failWith(bff.github.revocationPath('token'), status)

    const answer = await browser.fetch('/bff/logout', POST)
    await bff.stop()

    expect(answer.status).toBe(200)
    expect(bff.github.callsTo(bff.github.revocationPath('token'))).toHaveLength(1)
    expect(bff.log.join()).not.toContain('failed')
  })

  it.each([500, 401])(
    'LOGOUT-03 logs out also when the provider answers %i, and notes it',
    async (status) => {
      const bff = await startBff()
      const browser = bff.browser()
      await login(browser, 'github')
      bff.github.failWith(bff.github.revocationPath('token'), status)

      const answer = await browser.fetch('/bff/logout', POST)

      expect(answer.status).toBe(200)
      expect((await browser.fetch('/bff/session')).status).toBe(204)
      await expect.poll(() => bff.log.join()).toContain('revoking tokens at logout failed')
    },
  )

  it('SESS-15 a refresh that was under way brings nothing back, and its tokens are given back', async () => {
    const bff = await startBff({ githubTokenLifetimeSeconds: 60 })
    const browser = bff.browser()
    await login(browser, 'github')
    const cookie = browser.jar.get('coatcheck')?.value ?? ''
    bff.clock.advance({ seconds: 61 })
    const held = bff.github.hold(GITHUB_TOKEN_PATH)
    const slow = browser.fetch('/api/github/user')
    await held.arrived
    await browser.fetch('/bff/logout', POST)

    held.release()

    expect([401, 403]).toContain((await slow).status)
    expect(bff.api.requests).toEqual([])
    const refreshed = bff.github.ledger.tokens[2]
    await expect.poll(() => bff.github.ledger.grantOf(refreshed)).toBeUndefined()
    expect(bff.github.ledger.reuses).toBe(0)
    browser.jar.plant('coatcheck', cookie)
    expect((await browser.fetch('/bff/session')).status).toBe(204)
  })

  it('SESS-15 a proxied call that was under way brings nothing back', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const cookie = browser.jar.get('coatcheck')?.value ?? ''
    const arrived = new Promise<() => void>((resolve) => {
      bff.api.answer((_req, res) => resolve(() => res.writeHead(200).end('{}')))
    })
    const slow = browser.fetch('/api/github/user')
    const finish = await arrived
    await browser.fetch('/bff/logout', POST)

    finish()

    expect((await slow).status).toBe(200)
    browser.jar.plant('coatcheck', cookie)
    expect((await browser.fetch('/bff/session')).status).toBe(204)
  })

  it('SESS-06 a login ends the session the browser was in, and its old cookie with it', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const before = browser.jar.get('coatcheck')?.value ?? ''
    const [former] = bff.github.ledger.tokens

    await login(browser, 'github')

    const after = browser.jar.get('coatcheck')?.value
    expect(after).not.toBe(before)
    await expect.poll(() => bff.github.ledger.grantOf(former)).toBeUndefined()
    browser.jar.plant('coatcheck', before)
    expect((await browser.fetch('/bff/session')).status).toBe(204)
  })
})
