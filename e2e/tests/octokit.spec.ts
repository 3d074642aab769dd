import type { Page } from '@playwright/test'
import { AccountPage } from '../pages/account-page.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import { bundleForPage } from './bundle-for-page.ts'
import { findIssue, labelsOf } from './find-issue.ts'
import { expect, test } from './stack-fixture.ts'

const MODULE_PATH = '/octokit-client.js'
const PAGE_SIZE = 10
const CREATED = 'Filed by a client that knows nothing of tokens'
const REPOSITORY = { owner: 'ada', repo: 'analytical-engine' }

interface Issue {
  number: number
  title: string
}

/** The few parts of Octokit these tests call, as its documentation shows them. */
interface Octokit {
  paginate(route: unknown, parameters: object): Promise<Issue[]>
  rest: {
    issues: {
      listForRepo(parameters: object): Promise<{ data: Issue[] }>
      create(parameters: object): Promise<{ status: number; data: Issue }>
    }
  }
}

interface PageModule {
  Octokit: new (options: object) => Octokit
  createAuthClient: () => { fetch: typeof fetch }
}

let module: string
test.beforeAll(async () => {
  module = await bundleForPage()
})

test.beforeEach(async ({ page, open }) => {
  // Served by the app's own origin, so that the page's policy holds for it as for the app's code.
  await page.route(`**${MODULE_PATH}`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: module }),
  )
  await open()
  await new SignInPage(page).signInWithGithub('Ada Byron')
  await expect(new AccountPage(page).menu).toBeVisible()
})

test('an unmodified Octokit pages through all issues by itself', async ({ page, world }) => {
  const asked = requestsTo(page, '/issues')

  const numbers = await page.evaluate(
    async ({ path, repository, perPage }) => {
      const { Octokit, createAuthClient }: PageModule = await import(path)
      const octokit = new Octokit({
        baseUrl: '/api/github',
        request: { fetch: createAuthClient().fetch },
      })
      const parameters = { ...repository, state: 'all', per_page: perPage }
      const issues = await octokit.paginate(octokit.rest.issues.listForRepo, parameters)
      return issues.map(({ number }) => number)
    },
    { path: MODULE_PATH, repository: REPOSITORY, perPage: PAGE_SIZE },
  )

  const there = world.github.repository('ada', 'analytical-engine')?.issues.map(({ number }) => number) ?? []
  expect(there.length).toBeGreaterThan(2 * PAGE_SIZE)
  expect(numbers.toSorted((a, b) => a - b)).toEqual(there.toSorted((a, b) => a - b))
  expect(asked()).toHaveLength(Math.ceil(there.length / PAGE_SIZE))
})

test('an unmodified Octokit reads two pages and creates an issue below a path alone', async ({
  page,
  world,
}) => {
  const { pages, created } = await page.evaluate(
    async ({ path, repository, perPage, title }) => {
      const { Octokit, createAuthClient }: PageModule = await import(path)
      const octokit = new Octokit({ baseUrl: '/api/github', request: { fetch: createAuthClient().fetch } })
      const { issues } = octokit.rest
      const [first, second] = await Promise.all(
        [1, 2].map((number) => issues.listForRepo({ ...repository, per_page: perPage, page: number })),
      )
      return {
        pages: [first, second].map((answer) => answer?.data.map(({ number }) => number) ?? []),
        created: await issues.create({ ...repository, title, labels: ['in progress'] }),
      }
    },
    { path: MODULE_PATH, repository: REPOSITORY, perPage: PAGE_SIZE, title: CREATED },
  )

  expect(new Set(pages.flat()).size).toBe(2 * PAGE_SIZE)
  expect(created.status).toBe(201)
  expect(findIssue(world, CREATED)).toMatchObject({ number: created.data.number })
  expect(labelsOf(findIssue(world, CREATED))).toEqual(['in progress'])
})

function requestsTo(page: Page, pathEnd: string): () => string[] {
  const urls: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith(pathEnd)) urls.push(request.url())
  })
  return () => urls
}
