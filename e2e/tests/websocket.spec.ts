import type { JSHandle, Page } from '@playwright/test'
import { AccountPage } from '../pages/account-page.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import { sessionCookie } from './app-cookies.ts'
import { expect, test } from './stack-fixture.ts'

test.use({ withEcho: true })

/** What a page knows of a WebSocket it has opened. */
interface PageSocket {
  socket: WebSocket
  received: (string | number[])[]
  /** By name, as they came; a close with its code and reason. */
  events: string[]
}

/** Pages that are not the app's: one of its own site, to which Strict cookies travel, and one of another. */
const FOREIGN_PAGES = ['https://sibling.example.test/', 'https://elsewhere.other.test/']

const SESSION_ENDED = 'close 4401 session ended'

test.beforeEach(async ({ page, open, echo }) => {
  await open()
  await new SignInPage(page).signInWithGithub('Ada Byron')
  await expect(new AccountPage(page).menu).toBeVisible()
  expect(echo.sockets.handshakes()).toEqual([])
})

test('the browser’s WebSocket carries text and binary both ways', async ({ page, stack, echo, world }) => {
  const opened = await openSocket(page, stack.appUrl)
  await expect.poll(() => eventsOf(opened)).toEqual(['open'])

  await opened.evaluate(({ socket }) => {
    socket.send('Grüße')
    socket.send(new Uint8Array([0, 255, 128, 10]))
    socket.send('')
  })

  await expect
    .poll(() => opened.evaluate(({ received }) => received))
    .toEqual(['Grüße', [0, 255, 128, 10], ''])
  const [handshake] = echo.sockets.handshakes()
  expect(world.issuedTokens()).toContain(handshake?.authorization?.slice('Bearer '.length))
  expect(handshake?.cookie).toBeUndefined()
  await opened.evaluate(({ socket }) => socket.close(4000, 'enough'))
  await expect.poll(() => eventsOf(opened)).toEqual(['open', 'close 4000 enough'])
  await expect.poll(() => echo.sockets.open()).toBe(0)
})

test('CSRF-11 a WebSocket is closed as soon as another tab signs out', async ({
  page,
  context,
  stack,
  echo,
}) => {
  const opened = await openSocket(page, stack.appUrl)
  await expect.poll(() => eventsOf(opened)).toEqual(['open'])
  const other = await context.newPage()
  await other.goto('/')

  await new AccountPage(other).signOut()

  await expect(new SignInPage(other).github).toBeVisible()
  await expect.poll(() => eventsOf(opened), { timeout: 3_000 }).toEqual(['open', SESSION_ENDED])
  await expect.poll(() => echo.sockets.open()).toBe(0)
  const again = await openSocket(page, stack.appUrl)
  await expect.poll(() => eventsOf(again)).toEqual(['error', 'close 1006 '])
  expect(echo.sockets.handshakes()).toHaveLength(1)
})

for (const foreign of FOREIGN_PAGES) {
  test(`CSRF-11 a page of ${foreign} opens no WebSocket`, async ({ context, stack, echo }) => {
    await sessionCookie(context, stack.appUrl)
    // A browser that asks people before a page reaches their own machine, where this app happens to be.
    await context.grantPermissions(['local-network-access'], { origin: foreign })
    const page = await context.newPage()
    await page.route(foreign, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Not the app</title>' }),
    )
    await page.goto(foreign)
    const refusals = () => stack.bff.output().split('"audit":"csrf_refused"').length - 1
    const before = refusals()

    const refused = await openSocket(page, stack.appUrl)

    await expect.poll(() => eventsOf(refused)).toEqual(['error', 'close 1006 '])
    // It was the BFF that refused, not the browser that did not ask.
    await expect.poll(refusals).toBe(before + 1)
    expect(echo.sockets.handshakes()).toEqual([])
  })
}

function openSocket(page: Page, appUrl: string): Promise<JSHandle<PageSocket>> {
  return page.evaluateHandle(
    (url) => {
      const socket = new WebSocket(url)
      const received: (string | number[])[] = []
      const events: string[] = []
      socket.binaryType = 'arraybuffer'
      socket.onopen = () => events.push('open')
      socket.onerror = () => events.push('error')
      socket.onclose = ({ code, reason }) => events.push(`close ${code} ${reason}`)
      socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) =>
        received.push(typeof data === 'string' ? data : [...new Uint8Array(data)])
      return { socket, received, events }
    },
    `${appUrl.replace(/^http/, 'ws')}/api/echo/socket`,
  )
}

function eventsOf(opened: JSHandle<PageSocket>): Promise<string[]> {
  return opened.evaluate(({ events }) => events)
}
