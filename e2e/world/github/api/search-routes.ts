import { Router } from 'express'
import { queryOf } from '../query-of.ts'
import type { ApiDeps } from './api-deps.ts'
import { validationFailed } from './api-error.ts'
import { callerOf } from './authenticate.ts'
import { endpoint } from './endpoint.ts'
import { toIssueJson } from './issue-json.ts'
import { paginate } from './pagination.ts'
import { isReadable } from './repository-access.ts'
import { type FoundIssue, parseSearchQuery } from './search-query.ts'

/** Serves `/search/issues`, over everything the caller can read. */
export function searchRoutes({ database, origins }: ApiDeps): Router {
  const router = Router()
  router.get(
    '/search/issues',
    endpoint(['repo'], (req) => {
      const text = queryOf(req).get('q') ?? ''
      if (text.trim() === '') throw validationFailed({ resource: 'Search', field: 'q', code: 'missing' })

      const found = database
        .repositories()
        .filter((repository) => isReadable(callerOf(req), repository))
        .flatMap((repository) => repository.issues.map((issue): FoundIssue => ({ issue, repository })))
        .filter(parseSearchQuery(text))
        .sort((a, b) => b.issue.createdAt - a.issue.createdAt || b.issue.id - a.issue.id)
      const { items, headers } = paginate(req, found, `${origins.api}/search/issues`)
      const issues = items.map(({ issue, repository }) => toIssueJson(issue, { repository, origins }))
      return { body: { total_count: found.length, incomplete_results: false, items: issues }, headers }
    }),
  )
  return router
}
