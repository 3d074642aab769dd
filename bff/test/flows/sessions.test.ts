import { describe, expect, it } from 'vitest'
import { storageKey } from '../../src/session/storage-key.ts'
import type { Browser } from '../support/browser.ts'
import { GRACE } from '../support/github-provider.ts'
import { connect, login } from '../support/journey.ts'
import { listedBy, ownName, sessionIdOf, sessionStatuses } from '../support/listed-sessions.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

const DELETE = { method: 'DELETE' }
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/142.0'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1'

describe('GET /bff/sessions', () => {
  it('SESS-17 lists the person’s sessions, the newest first: device, beginning, last use and which one asks', async () => {
    const bff = await startBff()
    const begun = bff.clock.now()
    const desk = await signedIn(bff, FIREFOX)
    bff.clock.advance({ minutes: 10 })
    const phone = await signedIn(bff, IPHONE)
    bff.clock.advance({ minutes: 10 })
    await desk.fetch('/api/github/user')
    const used = bff.clock.now()
    bff.clock.advance({ minutes: 5 })

    const answer = await phone.fetch('/bff/sessions')

    const later = begun + 10 * 60_000
    const name = expect.stringMatching(/^[\w-]{22}$/)
    expect([answer.status, answer.headers['cache-control'], answer.json()]).toEqual([
      200,
      'no-store',
      [
        { id: name, device: 'Safari on iPhone', createdAt: later, lastSeenAt: later, current: true },
        { id: name, device: 'Firefox on Linux', createdAt: begun, lastSeenAt: used, current: false },
      ],
    ])
  })

  it('leaves the device out when the browser did not say, and keeps no text of its own', async () => {
    const bff = await startBff()
    const browser = await signedIn(bff, 'canary-agent/1.0 <b>bold</b>')

    const [only] = await listedBy(browser)

    expect(only).not.toHaveProperty('device')
  })

  it('shows nobody else’s sessions, and none that has ended', async () => {
    const bff = await startBff()
    const [first, second] = [await signedIn(bff), await signedIn(bff)]
    await first.fetch('/bff/logout', { method: 'POST' })
    bff.github.person = GRACE
    const hers = await signedIn(bff)

    expect([await listedBy(second), await listedBy(hers)]).toEqual([
      [expect.objectContaining({ current: true })],
      [expect.objectContaining({ current: true })],
    ])
  })

  it('forgets a session that idled out', async () => {
    const bff = await startBff()
    await signedIn(bff)
    bff.clock.advance({ minutes: 31 })

    expect(await listedBy(await signedIn(bff))).toHaveLength(1)
  })

  it('is 401 for visitors, and needs the CSRF header', async () => {
    const bff = await startBff()
    const browser = await signedIn(bff)

    const anonymous = await bff.browser().fetch('/bff/sessions')
    const forged = await browser.fetch('/bff/sessions', { headers: { 'x-csrf': undefined } })

    expect([anonymous.status, anonymous.headers['www-authenticate'], anonymous.json()]).toEqual([
      401,
      'Session',
      expect.objectContaining({ code: 'unauthenticated', status: 401 }),
    ])
    expect([forged.status, forged.json()]).toEqual([403, expect.objectContaining({ code: 'csrf' })])
  })
})

describe('DELETE /bff/sessions/:id', () => {
  it('SESS-17 ends another session of the person, and answers with those that are left', async () => {
    const bff = await startBff()
    const [here, lost] = [await signedIn(bff), await signedIn(bff)]
    const name = await ownName(lost)

    const answer = await here.fetch(`/bff/sessions/${name}`, DELETE)

    expect([answer.status, answer.json()]).toEqual([200, [expect.objectContaining({ current: true })]])
    expect(await sessionStatuses(here, lost)).toEqual([200, 204])
    expect((await lost.fetch('/api/github/user')).status).toBe(401)
    expect((await here.fetch('/api/github/user')).status).toBe(200)
  })

  it('ends the session that asks, too', async () => {
    const bff = await startBff()
    const browser = await signedIn(bff)

    const answer = await browser.fetch(`/bff/sessions/${await ownName(browser)}`, DELETE)

    expect([answer.status, answer.json()]).toEqual([200, []])
    expect(await sessionStatuses(browser)).toEqual([204])
  })

  it('is 404 for a name nobody has, one used up, and one of somebody else, whose session stays', async () => {
    const bff = await startBff()
    const [here, gone] = [await signedIn(bff), await signedIn(bff)]
    const usedUp = await ownName(gone)
    await here.fetch(`/bff/sessions/${usedUp}`, DELETE)
    bff.github.person = GRACE
    const hers = await signedIn(bff)

    for (const name of ['nobody', usedUp, await ownName(hers), storageKey(sessionIdOf(here))]) {
      const answer = await here.fetch(`/bff/sessions/${name}`, DELETE)
      expect([answer.status, answer.json()]).toEqual([
        404,
        expect.objectContaining({ code: 'route_not_found', status: 404 }),
      ])
    }
    expect(await sessionStatuses(here, hers)).toEqual([200, 200])
  })

  it('is 404 for a session of somebody who has only connected the account', async () => {
    const bff = await startBff()
    const here = await signedIn(bff)
    const theirs = bff.browser()
    await login(theirs, 'google')
    await connect(theirs, 'github')

    const answer = await here.fetch(`/bff/sessions/${await ownName(theirs)}`, DELETE)

    expect(answer.status).toBe(404)
    expect(await sessionStatuses(here, theirs)).toEqual([200, 200])
  })

  it('is 401 for visitors, 403 without the CSRF header, and 405 by another method', async () => {
    const bff = await startBff()
    const browser = await signedIn(bff)
    const path = `/bff/sessions/${await ownName(browser)}`

    const anonymous = await bff.browser().fetch(path, DELETE)
    const forged = await browser.fetch(path, { ...DELETE, headers: { 'x-csrf': undefined } })
    const read = await browser.fetch(path)
    const written = await browser.fetch('/bff/sessions', { method: 'POST' })

    expect([anonymous.status, anonymous.headers['www-authenticate']]).toEqual([401, 'Session'])
    expect(forged.status).toBe(403)
    expect([read.status, read.headers.allow]).toEqual([405, 'DELETE'])
    expect([written.status, written.headers.allow]).toEqual([405, 'GET'])
    expect(await sessionStatuses(browser)).toEqual([200])
  })
})

describe('the names of sessions', () => {
  it('SESS-08 tell neither the id in a cookie nor the key it is stored under, and no answer or log line does', async () => {
    const bff = await startBff()
    const [first, second] = [await signedIn(bff), await signedIn(bff)]
    const ids = [sessionIdOf(first), sessionIdOf(second)]
    await first.fetch(`/bff/sessions/${await ownName(second)}`, DELETE)
    await first.fetch('/bff/session')
    await first.fetch('/bff/logout', { method: 'POST' })

    const bodies = [...first.seen, ...second.seen].map(({ text }) => text)
    const readable = [...bodies, ...bff.log].join('\n')
    for (const id of ids) {
      expect(readable).not.toContain(id)
      expect(readable).not.toContain(storageKey(id))
    }
  })
})

async function signedIn(bff: TestBff, userAgent?: string): Promise<Browser> {
  const browser = bff.browser()
  browser.userAgent = userAgent
  await login(browser, 'github')
  return browser
}
