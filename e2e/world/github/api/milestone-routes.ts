import { Router } from 'express'
import { queryOf } from '../query-of.ts'
import type { ApiDeps } from './api-deps.ts'
import { endpoint } from './endpoint.ts'
import { toMilestoneJson } from './issue-json.ts'
import { paginate } from './pagination.ts'
import { repositoryOf } from './repository-access.ts'

/** Serves the list of a repository's milestones, the next due first. */
export function milestoneRoutes({ origins }: ApiDeps): Router {
  const router = Router()
  router.get(
    '/milestones',
    endpoint(['repo'], (req) => {
      const repository = repositoryOf(req)
      const state = queryOf(req).get('state') ?? 'open'
      const milestones = repository.milestones
        .filter((milestone) => state === 'all' || milestone.state === state)
        .sort((a, b) => a.dueOn - b.dueOn)
      const base = `${origins.api}/repositories/${repository.id}/milestones`
      const { items, headers } = paginate(req, milestones, base)
      return { body: items.map((milestone) => toMilestoneJson(milestone, { repository, origins })), headers }
    }),
  )
  return router
}
