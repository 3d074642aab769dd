import type { Page } from '@playwright/test'
import { AccountPage } from '../pages/account-page.ts'
import { BoardPage } from '../pages/board-page.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import type { BffProcess } from '../world/bff-process.ts'
import type { RedisServer } from '../world/redis-server.ts'
import { sessionCookie } from './app-cookies.ts'
import { callBff, readSession } from './call-bff.ts'
import { findIssue, labelsOf } from './find-issue.ts'
import { expect, test } from './stack-fixture.ts'

const CARD = 'Link to a single card'

/** The two ways a store fails, and what ends them. */
const OUTAGES = [
  {
    what: 'is switched off',
    begin: (redis: RedisServer) => redis.switchOff(),
    end: (redis: RedisServer) => redis.switchOn(),
  },
  {
    what: 'hangs',
    begin: async (redis: RedisServer) => redis.freeze(),
    end: async (redis: RedisServer) => redis.thaw(),
  },
] as const

for (const { what, begin, end } of OUTAGES) {
  test(`while the session store ${what} people are reconnecting, not signed out`, async ({
    page,
    open,
    stack,
    world,
  }) => {
    const { redis } = stack
    if (!redis) throw new Error('this test belongs to the project with Redis')
    const board = new BoardPage(page)
    await open(BoardPage.path)
    await new SignInPage(page).signInWithGithub('Ada Byron')
    await expect(board.card(CARD, 'To do')).toBeVisible()
    const cookie = await sessionCookie(page.context(), stack.appUrl)
    const before = await readSession(page)
    await expectReady(stack.bff, 200)

    await begin(redis)
    try {
      // What the BFF remembers of the session serves calls until it notices the silence.
      await expect.poll(async () => (await callBff(page, '/api/github/user')).status).toBe(503)
      await board.moveByMenu(CARD, 'In progress')
      await expect(board.banner).toHaveText(/^Reconnecting…/)
      await expect(board.card(CARD)).toBeVisible()
      await expect(new AccountPage(page).menu).toBeVisible()
      await expectReady(stack.bff, 503)
    } finally {
      await end(redis)
    }

    await expect(board.banner).toHaveCount(0, { timeout: 20_000 })
    await expectReady(stack.bff, 200)
    await moveOnceMore(page)
    await expect.poll(() => labelsOf(findIssue(world, CARD))).toContain('in progress')
    expect((await sessionCookie(page.context(), stack.appUrl)).value).toBe(cookie.value)
    expect(await readSession(page)).toMatchObject({ user: before?.user, connections: before?.connections })
  })
}

/** What an orchestrator learns, who asks the process itself. */
async function expectReady(bff: BffProcess, status: 200 | 503): Promise<void> {
  const statusOf = async (probe: string) => (await fetch(`${bff.origin}/bff/health/${probe}`)).status
  await expect.poll(() => statusOf('ready')).toBe(status)
  expect(await statusOf('live')).toBe(200)
}

async function moveOnceMore(page: Page): Promise<void> {
  const board = new BoardPage(page)
  await board.moveByMenu(CARD, 'In progress')
  await expect(board.card(CARD, 'In progress')).toBeVisible()
}
