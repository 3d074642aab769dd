import type { Page, Response } from '@playwright/test'
import { AccountPage } from '../pages/account-page.ts'
import { GithubPages } from '../pages/provider-pages.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import { CSRF, callBff, readSession, type ScriptCall } from './call-bff.ts'
import { expect, test } from './stack-fixture.ts'

const ADA = 'github:1815'
const EVIL_RETURN_PATHS = [
  'https://evil.example/',
  '//evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/%09/evil.example',
  '/%2f%2fevil.example',
  '/%5cevil.example',
  'javascript:alert(1)',
  'board',
  '/bff/logout',
  '/api/github/user',
]

test.beforeEach(async ({ page, open }) => {
  await open('/account')
  await new SignInPage(page).signInWithGithub('Ada Byron')
  await expect(new AccountPage(page).menu).toBeVisible()
})

// Whatever was refused, the person is still who they were.
test.afterEach(async ({ page, open }) => {
  await open('/account')
  await expect(new AccountPage(page).menu).toBeVisible()
  expect((await readSession(page))?.user.id).toBe(ADA)
})

test('refuses every return path that leads off the app', async ({ page }) => {
  for (const route of ['login', 'connect']) {
    for (const returnTo of EVIL_RETURN_PATHS) {
      const answer = await page.goto(`/bff/${route}/github?returnTo=${encodeURIComponent(returnTo)}`)
      await test.step(`${route} ${returnTo}`, () => expectPage(page, answer, 400, 'invalid_request'))
    }
  }
})

test('knows no provider that is not configured', async ({ page, open }) => {
  for (const path of ['/bff/login/nobody', '/bff/connect/nobody', '/bff/callback/nobody?code=c&state=s']) {
    await expectPage(page, await page.goto(path), 404, 'route_not_found')
  }
  await open()
  const disconnect = await callBff(page, '/bff/connections/nobody', { method: 'DELETE' })
  expectProblem(disconnect, 404, 'route_not_found')
})

test('starts no login for a script', async ({ page }) => {
  for (const path of ['/bff/login/github', '/bff/connect/google']) {
    expectProblem(await callBff(page, path), 400, 'invalid_request')
  }
})

test('asks the provider nothing about a callback that nobody is waiting for', async ({
  page,
  open,
  world,
}) => {
  const redeemed = () => world.github.requests.count({ kind: 'token' })
  const before = redeemed()
  const forged = '/bff/callback/github?code=0123456789abcdef0123&state=forged'

  for (const path of [forged, '/bff/callback/github', `${forged}&state=twice`, `${forged}&access_token=t`]) {
    await expectPage(page, await page.goto(path), 400, 'invalid_request')
  }
  await open()
  expectProblem(await callBff(page, forged), 400, 'invalid_request')

  expect(redeemed()).toBe(before)
})

test('takes no callback of another browser, and leaves that one its login', async ({
  page,
  browser,
  stack,
  world,
}) => {
  const foreign = await browser.newContext({ baseURL: stack.appUrl })
  const stranger = await foreign.newPage()
  await stranger.goto('/account')
  const caught = catchCallback(stranger)
  await new SignInPage(stranger).github.click()
  await new GithubPages(stranger).choose('Grace Murray')
  await new GithubPages(stranger).authorize()
  const callbackUrl = await caught
  const before = world.github.requests.count({ kind: 'token' })

  await expectPage(page, await page.goto(callbackUrl), 400, 'invalid_request')

  expect(world.github.requests.count({ kind: 'token' })).toBe(before)
  await stranger.goto(callbackUrl)
  await expect(stranger.getByText('Grace Murray')).toBeVisible()
  await foreign.close()
})

const UNPROVEN: readonly [string, ScriptCall][] = [
  ['/bff/session', {}],
  ['/bff/logout', { method: 'POST' }],
  ['/bff/connections/github', { method: 'DELETE' }],
  ['/api/github/user', {}],
  ['/api/github/repos/ada/analytical-engine/issues', { method: 'POST', body: '{"title":"forged"}' }],
]

test('believes no call without the header that proves it the app’s', async ({ page, world }) => {
  const calls = () => world.github.requests.count({ kind: 'api' })
  const before = calls()

  for (const [path, call] of UNPROVEN) {
    expectProblem(await callBff(page, path, { ...call, headers: {} }), 403, 'csrf')
    expectProblem(await callBff(page, path, { ...call, headers: { 'x-csrf': 'yes' } }), 403, 'csrf')
  }

  expect(calls()).toBe(before)
})

const WRONG_METHODS = [
  ['/bff/session', 'POST', 'GET'],
  ['/bff/logout', 'GET', 'POST'],
  ['/bff/connections/github', 'POST', 'DELETE'],
  ['/bff/callback/github', 'POST', 'GET'],
  ['/bff/login/github', 'DELETE', 'GET'],
] as const

test('names the method of a route that was called with another one', async ({ page }) => {
  for (const [path, method, allowed] of WRONG_METHODS) {
    const answer = await callBff(page, path, { method, headers: CSRF })
    expectProblem(answer, 405, 'method_not_allowed')
    expect(answer.headers.allow).toBe(allowed)
  }
  await expectPage(page, await page.goto('/bff/logout'), 405, 'method_not_allowed')
})

/** Stops the page's first request to the callback before it is sent. @returns its address. */
async function catchCallback(page: Page): Promise<string> {
  const devtools = await page.context().newCDPSession(page)
  // Below Playwright's own routing, which does not see where a redirect leads.
  const caught = new Promise<string>((resolve) => {
    devtools.once('Fetch.requestPaused', async ({ requestId, request }) => {
      await devtools.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      await devtools.detach()
      resolve(request.url)
    })
  })
  await devtools.send('Fetch.enable', { patterns: [{ urlPattern: '*/bff/callback/*' }] })
  return caught
}

/** A person who navigated gets a page with a way back. */
async function expectPage(page: Page, answer: Response | null, status: number, code: string): Promise<void> {
  expect(answer?.status()).toBe(status)
  expect(answer?.headers()['content-type']).toContain('text/html')
  await expect(page.getByRole('main')).toContainText(code)
  await expect(page.getByRole('link', { name: 'Back to the app' })).toHaveAttribute('href', '/')
}

/** A script gets problem details. */
function expectProblem(answer: Awaited<ReturnType<typeof callBff>>, status: number, code: string): void {
  expect(answer.contentType).toContain('application/problem+json')
  expect(JSON.parse(answer.body)).toMatchObject({ status, code, requestId: expect.any(String) })
  expect(answer.status).toBe(status)
}
