import { type Request, Router } from 'express'
import type { Label } from '../data/issue.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiError } from './api-error.ts'
import { endpoint } from './endpoint.ts'
import { toLabelJson } from './issue-json.ts'
import { ensureLabels, findLabel } from './issue-labels.ts'
import { issueOf } from './issue-routes.ts'
import { paginate } from './pagination.ts'
import { editorOf, repositoryOf } from './repository-access.ts'
import { readFields } from './request-fields.ts'

const ACCEPTED = ['public_repo', 'repo']
const HEX_COLOR = /^[0-9a-f]{6}$/i

/** Serves the labels of a repository, and those on an issue. */
export function labelRoutes(deps: ApiDeps): Router {
  const router = Router()
  router
    .route('/labels')
    .get(endpoint(ACCEPTED, (req) => listLabels(deps, req)))
    .post(endpoint(ACCEPTED, (req) => createLabel(deps, req)))
  router
    .route('/issues/:number/labels')
    .get(endpoint(ACCEPTED, (req) => labelsReply(deps, req, issueOf(req).labels)))
    .post(endpoint(ACCEPTED, (req) => changeLabels(deps, req, (current, named) => [...current, ...named])))
    .put(endpoint(ACCEPTED, (req) => changeLabels(deps, req, (_current, named) => named)))
  router.delete(
    '/issues/:number/labels/:name',
    endpoint(ACCEPTED, (req) => removeLabel(deps, req)),
  )
  return router
}

function listLabels(deps: ApiDeps, req: Request) {
  const repository = repositoryOf(req)
  const base = `${deps.origins.api}/repositories/${repository.id}/labels`
  const { items, headers } = paginate(req, repository.labels, base)
  return { ...labelsReply(deps, req, items), headers }
}

function createLabel({ database, origins }: ApiDeps, req: Request) {
  editorOf(req)
  const repository = repositoryOf(req)
  const fields = readFields(req, 'Label')
  const name = fields.text('name') ?? ''
  const color = fields.text('color') ?? 'ededed'
  const description = fields.nullableText('description') ?? null
  if (name.trim() === '') fields.note('name', 'missing_field')
  if (!HEX_COLOR.test(color)) fields.note('color', 'invalid')
  if (findLabel(repository, name)) fields.note('name', 'already_exists')
  fields.assertValid()

  const label: Label = { id: database.nextId(), name, color: color.toLowerCase(), description }
  repository.labels.push(label)
  const body = toLabelJson(label, { repository, origins })
  return { status: 201, body, headers: { Location: String(body.url) } }
}

function changeLabels(
  deps: ApiDeps,
  req: Request,
  combine: (current: readonly Label[], named: readonly Label[]) => readonly Label[],
) {
  const issue = issueOf(req)
  editorOf(req)
  const fields = readFields(req, 'Issue')
  const names = fields.names('labels')
  if (!names) fields.note('labels', 'missing_field')
  fields.assertValid()

  const named = ensureLabels(repositoryOf(req), names ?? [], deps.database.nextId)
  issue.labels = [...new Set(combine(issue.labels, named))]
  issue.updatedAt = deps.clock.now()
  return labelsReply(deps, req, issue.labels)
}

function removeLabel(deps: ApiDeps, req: Request) {
  const issue = issueOf(req)
  editorOf(req)
  const label = findLabel(repositoryOf(req), String(req.params.name))
  if (!label || !issue.labels.includes(label)) throw new ApiError(404, 'Label does not exist')

  issue.labels = issue.labels.filter((candidate) => candidate !== label)
  issue.updatedAt = deps.clock.now()
  return labelsReply(deps, req, issue.labels)
}

function labelsReply({ origins }: ApiDeps, req: Request, labels: readonly Label[]) {
  const place = { repository: repositoryOf(req), origins }
  return { body: labels.map((label) => toLabelJson(label, place)) }
}
