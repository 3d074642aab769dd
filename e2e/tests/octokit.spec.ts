import type { JSHandle, Page } from '@playwright/test'
import { AccountPage } from '../pages/account-page.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import type { World } from '../world/world.ts'
import { findIssue, labelsOf } from './find-issue.ts'
import { importClients, type PageClients } from './page-clients.ts'
import { expect, test } from './stack-fixture.ts'

const PAGE_SIZE = 10
const CREATED = 'Filed by a client that knows nothing of tokens'
const REPOSITORY = { owner: 'ada', repo: 'analytical-engine' }

let clients: JSHandle<PageClients>
test.beforeEach(async ({ page, open }) => {
  await open()
  await new SignInPage(page).signInWithGithub('Ada Byron')
  await expect(new AccountPage(page).menu).toBeVisible()
  clients = await importClients(page)
})

test('an unmodified Octokit pages through all issues by itself', async ({ page, world }) => {
  const asked = requestsTo(page, '/issues')

  const numbers = await clients.evaluate(
    async ({ Octokit, createAuthClient }, { repository, perPage }) => {
      const octokit = new Octokit({
        baseUrl: '/api/github',
        request: { fetch: createAuthClient().fetch },
      })
      const parameters = { ...repository, state: 'all', per_page: perPage } as const
      const issues = await octokit.paginate(octokit.rest.issues.listForRepo, parameters)
      return issues.map(({ number }) => number)
    },
    { repository: REPOSITORY, perPage: PAGE_SIZE },
  )

  const there = world.github.repository('ada', 'analytical-engine')?.issues.map(({ number }) => number) ?? []
  expect(there.length).toBeGreaterThan(2 * PAGE_SIZE)
  expect(numbers.toSorted((a, b) => a - b)).toEqual(there.toSorted((a, b) => a - b))
  expect(asked()).toHaveLength(Math.ceil(there.length / PAGE_SIZE))
})

test('an unmodified Octokit reads two pages and creates an issue below a path alone', async ({ world }) => {
  const { pages, created } = await clients.evaluate(
    async ({ Octokit, createAuthClient }, { repository, perPage, title }) => {
      const octokit = new Octokit({ baseUrl: '/api/github', request: { fetch: createAuthClient().fetch } })
      const { issues } = octokit.rest
      const answers = await Promise.all(
        [1, 2].map((number) => issues.listForRepo({ ...repository, per_page: perPage, page: number })),
      )
      const { status, data } = await issues.create({ ...repository, title, labels: ['in progress'] })
      return {
        pages: answers.map((answer) => answer.data.map(({ number }) => number)),
        created: { status, number: data.number },
      }
    },
    { repository: REPOSITORY, perPage: PAGE_SIZE, title: CREATED },
  )

  expect(new Set(pages.flat()).size).toBe(2 * PAGE_SIZE)
  expect(created.status).toBe(201)
  expect(findIssue(world, CREATED)).toMatchObject({ number: created.number })
  expect(labelsOf(findIssue(world, CREATED))).toEqual(['in progress'])
})

test('an unmodified Octokit asks again with the ETag it was given, and is told that nothing changed', async ({
  world,
}) => {
  const again = await clients.evaluate(async ({ Octokit, createAuthClient }, issue) => {
    const octokit = new Octokit({ baseUrl: '/api/github', request: { fetch: createAuthClient().fetch } })
    const { headers } = await octokit.rest.issues.get(issue)
    const condition = { 'if-none-match': headers.etag ?? 'none' }
    return octokit.rest.issues.get({ ...issue, headers: condition }).then(
      () => 'a new answer',
      ({ name, status }: { name: string; status: number }) => ({ name, status }),
    )
  }, anIssue())

  // How Octokit reports a 304.
  expect(again).toEqual({ name: 'HttpError', status: 304 })
  expect(statusesOf(world)).toEqual([200, 304])
})

for (const { fault, status } of [
  { fault: 'error500', status: 500 },
  { fault: 'secondaryLimit', status: 429 },
] as const) {
  test(`an unmodified Octokit with its retry plugin gets over a ${status} (${fault})`, async ({
    page,
    world,
  }) => {
    world.github.faults.api = fault
    const refused = page.waitForResponse((answer) => ISSUE_PATH.test(answer.url()))

    const title = clients.evaluate(async ({ Octokit, retry, createAuthClient }, issue) => {
      const Client = Octokit.plugin(retry)
      const octokit = new Client({ baseUrl: '/api/github', request: { fetch: createAuthClient().fetch } })
      return (await octokit.rest.issues.get(issue)).data.title
    }, anIssue())
    // The plugin waits a second before it asks again.
    expect((await refused).status()).toBe(status)
    world.github.faults.reset()

    expect(await title).toBe(titleOf(world))
  })
}

const ISSUE_NUMBER = 1
const ISSUE_PATH = /\/repos\/ada\/analytical-engine\/issues\/1$/

function anIssue() {
  return { ...REPOSITORY, issue_number: ISSUE_NUMBER }
}

function titleOf({ github }: World): string | undefined {
  const issues = github.repository('ada', 'analytical-engine')?.issues
  return issues?.find(({ number }) => number === ISSUE_NUMBER)?.title
}

/** How GitHub has answered for the issue. */
function statusesOf({ github }: World): (number | undefined)[] {
  return github.requests.all({ path: ISSUE_PATH }).map(({ status }) => status)
}

function requestsTo(page: Page, pathEnd: string): () => string[] {
  const urls: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith(pathEnd)) urls.push(request.url())
  })
  return () => urls
}
