import { Router } from 'express'
import { ACCOUNTS } from '../data/account.ts'
import type { ApiDeps } from './api-deps.ts'
import { callerOf } from './authenticate.ts'
import { commentRoutes } from './comment-routes.ts'
import { endpoint } from './endpoint.ts'
import { issueRoutes } from './issue-routes.ts'
import { labelRoutes } from './label-routes.ts'
import { milestoneRoutes } from './milestone-routes.ts'
import { paginate } from './pagination.ts'
import { assignableAccounts, repositoryOf, resolveRepository } from './repository-access.ts'
import { toRepositoryJson } from './repository-json.ts'
import { toUserJson } from './user-json.ts'

/** Serves everything about one repository, under its name and under its number. */
export function repositoryRoutes(deps: ApiDeps): Router {
  const router = Router()
  const resolve = resolveRepository(deps.database, deps.origins)
  const inRepository = Router()
  inRepository.use(aboutRepository(deps), issueRoutes(deps), commentRoutes(deps), labelRoutes(deps))
  inRepository.use(milestoneRoutes(deps))
  router.use('/repos/:owner/:repo', resolve, inRepository)
  router.use('/repositories/:id', resolve, inRepository)
  return router
}

function aboutRepository({ origins }: ApiDeps): Router {
  const router = Router()
  router.get(
    '/',
    endpoint(['repo'], (req) => {
      const repository = repositoryOf(req)
      return {
        body: toRepositoryJson(repository, callerOf(req), origins),
        lastModified: repository.updatedAt,
      }
    }),
  )
  router.get(
    '/assignees',
    endpoint(['repo'], (req) => {
      const repository = repositoryOf(req)
      const base = `${origins.api}/repositories/${repository.id}/assignees`
      const { items, headers } = paginate(req, assignableAccounts(ACCOUNTS, repository), base)
      return { body: items.map((account) => toUserJson(account, origins)), headers }
    }),
  )
  return router
}
