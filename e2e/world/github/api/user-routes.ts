import { Router } from 'express'
import { fullName, type Repository } from '../data/repository.ts'
import { hasScope } from '../oauth/scope.ts'
import { queryOf } from '../query-of.ts'
import type { ApiDeps } from './api-deps.ts'
import { notFound } from './api-error.ts'
import { type UserCaller, userOf } from './authenticate.ts'
import { endpoint } from './endpoint.ts'
import { paginate } from './pagination.ts'
import { isReadable, roleOf } from './repository-access.ts'
import { toRepositoryJson } from './repository-json.ts'
import { toOwnProfileJson } from './user-json.ts'

/** Serves `/user`, `/user/emails` and `/user/repos`. */
export function userRoutes({ database, origins }: ApiDeps): Router {
  const router = Router()
  router.get(
    '/user',
    endpoint([], (req) => ({ body: toOwnProfileJson(userOf(req).account, origins) })),
  )
  router.get(
    '/user/emails',
    endpoint(['user', 'user:email'], (req) => {
      const user = userOf(req)
      if (!hasScope(user.scope, 'user:email')) throw notFound()
      return { body: emailsOf(user) }
    }),
  )
  router.get(
    '/user/repos',
    endpoint(['repo'], (req) => {
      const user = userOf(req)
      const repositories = selectRepositories(database.repositories(), user, queryOf(req))
      const { items, headers } = paginate(req, repositories, `${origins.api}/user/repos`)
      return { body: items.map((repository) => toRepositoryJson(repository, user, origins)), headers }
    }),
  )
  return router
}

/** Neither the first nor every verified one is the address to use: only the primary, verified one is. */
function emailsOf({ account }: UserCaller) {
  return [
    { email: `${account.login}.old@example.com`, primary: false, verified: false, visibility: null },
    { email: account.email, primary: true, verified: true, visibility: 'private' },
    {
      email: `${account.id}+${account.login}@users.noreply.example.com`,
      primary: false,
      verified: true,
      visibility: null,
    },
  ]
}

const ALL_AFFILIATIONS = 'owner,collaborator,organization_member'

function selectRepositories(
  all: readonly Repository[],
  user: UserCaller,
  query: URLSearchParams,
): Repository[] {
  const affiliations = (query.get('affiliation') ?? ALL_AFFILIATIONS).split(',')
  const visibility = query.get('visibility') ?? 'all'
  const isWanted = (repository: Repository) =>
    isReadable(user, repository) &&
    affiliations.includes(affiliationOf(user, repository)) &&
    (visibility === 'all' || (visibility === 'private') === repository.isPrivate)
  return all.filter(isWanted).sort(repositoryOrder(query.get('sort') ?? 'full_name', query.get('direction')))
}

function affiliationOf({ account }: UserCaller, repository: Repository): 'owner' | 'collaborator' | 'none' {
  if (account.id === repository.owner.id) return 'owner'
  return roleOf(account, repository) ? 'collaborator' : 'none'
}

function repositoryOrder(sort: string, direction: string | null): (a: Repository, b: Repository) => number {
  if (sort === 'full_name') {
    const sign = direction === 'desc' ? -1 : 1
    return (a, b) => sign * fullName(a).localeCompare(fullName(b))
  }
  const sign = direction === 'asc' ? 1 : -1
  const key = sort === 'created' ? 'createdAt' : 'updatedAt'
  return (a, b) => sign * (a[key] - b[key] || a.id - b.id)
}
