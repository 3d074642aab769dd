import { type Request, Router } from 'express'
import type { Comment, Issue } from '../data/issue.ts'
import { queryOf } from '../query-of.ts'
import type { ApiDeps } from './api-deps.ts'
import { notFound } from './api-error.ts'
import { endpoint } from './endpoint.ts'
import { toCommentJson } from './issue-json.ts'
import { issueOf } from './issue-routes.ts'
import { paginate } from './pagination.ts'
import { editorOf, repositoryOf, writerOf } from './repository-access.ts'
import { readFields } from './request-fields.ts'

const ACCEPTED = ['public_repo', 'repo']

/** Serves the comments on issues: list, create, read, change, remove. */
export function commentRoutes(deps: ApiDeps): Router {
  const router = Router()
  router
    .route('/issues/comments/:id')
    .get(endpoint(ACCEPTED, (req) => readComment(deps, req)))
    .patch(endpoint(ACCEPTED, (req) => updateComment(deps, req)))
    .delete(endpoint(ACCEPTED, (req) => removeComment(deps, req)))
  router
    .route('/issues/:number/comments')
    .get(endpoint(ACCEPTED, (req) => listComments(deps, req)))
    .post(endpoint(ACCEPTED, (req) => createComment(deps, req)))
  return router
}

function listComments({ origins }: ApiDeps, req: Request) {
  const [repository, issue] = [repositoryOf(req), issueOf(req)]
  const since = Date.parse(queryOf(req).get('since') ?? '') || 0
  const comments = issue.comments.filter((comment) => comment.updatedAt >= since)
  const base = `${origins.api}/repositories/${repository.id}/issues/${issue.number}/comments`
  const { items, headers } = paginate(req, comments, base)
  return { body: items.map((comment) => toCommentJson(comment, issue, { repository, origins })), headers }
}

function readComment({ origins }: ApiDeps, req: Request) {
  const { comment, issue } = commentOf(req)
  const body = toCommentJson(comment, issue, { repository: repositoryOf(req), origins })
  return { body, lastModified: comment.updatedAt }
}

/** Anybody who can read an issue can comment on it. */
function createComment({ database, clock, origins }: ApiDeps, req: Request) {
  const { account } = writerOf(req)
  const [repository, issue] = [repositoryOf(req), issueOf(req)]
  const text = readText(req)

  const now = clock.now()
  const comment: Comment = {
    id: database.nextId(),
    author: account,
    body: text,
    createdAt: now,
    updatedAt: now,
  }
  issue.comments.push(comment)
  issue.updatedAt = now
  const body = toCommentJson(comment, issue, { repository, origins })
  return { status: 201, body, headers: { Location: String(body.url) } }
}

function updateComment({ clock, origins }: ApiDeps, req: Request) {
  const { comment, issue } = commentOf(req)
  editorOf(req, comment.author)

  comment.body = readText(req)
  comment.updatedAt = clock.now()
  return { body: toCommentJson(comment, issue, { repository: repositoryOf(req), origins }) }
}

function removeComment({ clock }: ApiDeps, req: Request) {
  const { comment, issue } = commentOf(req)
  editorOf(req, comment.author)

  issue.comments = issue.comments.filter((candidate) => candidate !== comment)
  issue.updatedAt = clock.now()
  return {}
}

function commentOf(req: Request): { comment: Comment; issue: Issue } {
  for (const issue of repositoryOf(req).issues) {
    const comment = issue.comments.find((candidate) => String(candidate.id) === req.params.id)
    if (comment) return { comment, issue }
  }
  throw notFound()
}

function readText(req: Request): string {
  const fields = readFields(req, 'IssueComment')
  const text = fields.text('body')
  if (text === undefined || text.trim() === '')
    fields.note('body', fields.has('body') ? 'invalid' : 'missing_field')
  fields.assertValid()
  return text ?? ''
}
