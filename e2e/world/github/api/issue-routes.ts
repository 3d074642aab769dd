import { type Request, Router } from 'express'
import type { Account } from '../data/account.ts'
import type { Issue } from '../data/issue.ts'
import type { Repository } from '../data/repository.ts'
import { queryOf } from '../query-of.ts'
import type { ApiDeps } from './api-deps.ts'
import { notFound, validationFailed } from './api-error.ts'
import { endpoint } from './endpoint.ts'
import { applyIssueChanges, type IssueChanges, parseIssueChanges } from './issue-changes.ts'
import { filterIssues } from './issue-filter.ts'
import { toIssueJson } from './issue-json.ts'
import { paginate } from './pagination.ts'
import { canPush, editorOf, repositoryOf, writerOf } from './repository-access.ts'

const ACCEPTED = ['public_repo', 'repo']

/** Serves a repository's issues: list, create, read, change. */
export function issueRoutes(deps: ApiDeps): Router {
  const router = Router()
  router
    .route('/issues')
    .get(endpoint(ACCEPTED, (req) => listIssues(deps, req)))
    .post(endpoint(ACCEPTED, (req) => createIssue(deps, req)))
  router
    .route('/issues/:number')
    .get(endpoint(ACCEPTED, (req) => readIssue(deps, req)))
    .patch(endpoint(ACCEPTED, (req) => updateIssue(deps, req)))
  return router
}

/**
 * The issue a path names.
 *
 * @throws {ApiError} 404: the repository has no such number.
 */
export function issueOf(req: Request): Issue {
  const issue = repositoryOf(req).issues.find((candidate) => String(candidate.number) === req.params.number)
  if (!issue) throw notFound()
  return issue
}

function listIssues({ origins }: ApiDeps, req: Request) {
  const repository = repositoryOf(req)
  const issues = filterIssues(repository.issues, queryOf(req))
  const { items, headers } = paginate(req, issues, `${origins.api}/repositories/${repository.id}/issues`)
  return { body: items.map((issue) => toIssueJson(issue, { repository, origins })), headers }
}

function readIssue({ origins }: ApiDeps, req: Request) {
  const issue = issueOf(req)
  const body = toIssueJson(issue, { repository: repositoryOf(req), origins })
  return { body, lastModified: issue.updatedAt }
}

/** Anybody who can read a repository can open an issue in it. */
function createIssue({ database, clock, origins }: ApiDeps, req: Request) {
  const { account } = writerOf(req)
  const repository = repositoryOf(req)
  const changes = parseIssueChanges(req, repository)
  if (changes.title === undefined) {
    throw validationFailed({ resource: 'Issue', field: 'title', code: 'missing_field' })
  }

  const issue = emptyIssue(repository, account, { id: database.nextId(), now: clock.now() })
  applyIssueChanges(issue, permitted(changes, account, repository), {
    repository,
    by: account,
    now: clock.now(),
    nextId: database.nextId,
  })
  repository.issues.push(issue)
  const body = toIssueJson(issue, { repository, origins })
  return { status: 201, body, headers: { Location: String(body.url) } }
}

function updateIssue({ database, clock, origins }: ApiDeps, req: Request) {
  const issue = issueOf(req)
  const { account } = editorOf(req, issue.author)
  const repository = repositoryOf(req)
  const changes = permitted(parseIssueChanges(req, repository), account, repository)

  applyIssueChanges(issue, changes, { repository, by: account, now: clock.now(), nextId: database.nextId })
  return { body: toIssueJson(issue, { repository, origins }) }
}

/** Labels, assignees and milestone of people without push access are dropped without a word, as on GitHub. */
function permitted(changes: IssueChanges, account: Account, repository: Repository): IssueChanges {
  if (canPush(account, repository)) return changes
  const { labelNames: _labels, assignees: _assignees, milestone: _milestone, ...own } = changes
  return own
}

function emptyIssue(
  repository: Repository,
  author: Account,
  { id, now }: { id: number; now: number },
): Issue {
  return {
    ...{ id, author, number: repository.issues.length + 1, title: '', body: null },
    ...{ state: 'open', stateReason: null, labels: [], assignees: [], milestone: null, comments: [] },
    ...{ createdAt: now, updatedAt: now, closedAt: null, closedBy: null },
  }
}
