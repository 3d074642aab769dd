import { callUpstream, type Upstream, type UpstreamCall } from '../api/call-upstream.ts'
import type { Comment, Issue, IssueChange, IssueDraft, Label } from './issue.ts'
import { nextPage } from './next-page.ts'
import { type Repository, type RepositoryName, toRepository, type WireRepository } from './repository.ts'
import { toComment, toIssue, type WireComment, type WireIssue } from './wire-issue.ts'

/** One page of a list, and the number of the page after it. */
export interface Page<T> {
  items: readonly T[]
  /** Absent on the last page. */
  next?: number
}

/** Which issues to list. */
interface IssueListQuery {
  state: 'open' | 'closed'
  page: number
  signal?: AbortSignal
}

/** The calls to GitHub that this app makes. */
export interface GithubApi {
  listRepositories(page: number, signal?: AbortSignal): Promise<Page<Repository>>
  listIssues(repository: RepositoryName, query: IssueListQuery): Promise<Page<Issue>>
  readIssue(repository: RepositoryName, number: number, signal?: AbortSignal): Promise<Issue>
  createIssue(repository: RepositoryName, draft: IssueDraft): Promise<Issue>
  changeIssue(repository: RepositoryName, number: number, change: IssueChange): Promise<Issue>
  listComments(repository: RepositoryName, number: number, page: number): Promise<Page<Comment>>
  createComment(repository: RepositoryName, number: number, body: string): Promise<Comment>
  listLabels(repository: RepositoryName): Promise<readonly Label[]>
}

const PER_PAGE = 30

/** Creates the calls to GitHub on top of the SDK's `api('github')`. */
export function createGithubApi(upstream: Upstream): GithubApi {
  async function json<T>(path: string, call?: UpstreamCall): Promise<T> {
    return (await callUpstream(upstream, path, call)).json()
  }

  async function page<Wire, T>(
    path: string,
    toItem: (wire: Wire) => T,
    signal?: AbortSignal,
  ): Promise<Page<T>> {
    const response = await callUpstream(upstream, path, signal && { signal })
    const items = ((await response.json()) as Wire[]).map(toItem)
    const next = nextPage(response.headers.get('link'))
    return next === undefined ? { items } : { items, next }
  }

  return {
    listRepositories: (number, signal) =>
      page<WireRepository, Repository>(
        `/user/repos?sort=updated&per_page=${PER_PAGE}&page=${number}`,
        toRepository,
        signal,
      ),
    async listIssues(repository, { state, page: number, signal }) {
      const query = `state=${state}&sort=updated&direction=desc&per_page=${PER_PAGE}&page=${number}`
      const listed = await page(pathOf(repository, `/issues?${query}`), (wire: WireIssue) => wire, signal)
      return { ...listed, items: listed.items.filter((wire) => !wire.pull_request).map(toIssue) }
    },
    readIssue: async (repository, number, signal) =>
      toIssue(await json<WireIssue>(issuePath(repository, number), signal && { signal })),
    createIssue: async (repository, draft) =>
      toIssue(await json<WireIssue>(pathOf(repository, '/issues'), { method: 'POST', body: draft })),
    changeIssue: async (repository, number, change) =>
      toIssue(await json<WireIssue>(issuePath(repository, number), { method: 'PATCH', body: change })),
    listComments: (repository, number, pageNumber) =>
      page(`${issuePath(repository, number)}/comments?per_page=${PER_PAGE}&page=${pageNumber}`, toComment),
    createComment: async (repository, number, body) =>
      toComment(
        await json<WireComment>(`${issuePath(repository, number)}/comments`, {
          method: 'POST',
          body: { body },
        }),
      ),
    listLabels: (repository) => json(pathOf(repository, '/labels?per_page=100')),
  }
}

function pathOf({ owner, name }: RepositoryName, rest: string): string {
  return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}${rest}`
}

function issuePath(repository: RepositoryName, number: number): string {
  return pathOf(repository, `/issues/${number}`)
}
