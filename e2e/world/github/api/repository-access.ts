import type { Request, RequestHandler } from 'express'
import type { Account } from '../data/account.ts'
import type { GithubDatabase } from '../data/database.ts'
import type { Repository, Role } from '../data/repository.ts'
import type { Origins } from '../github-options.ts'
import { hasScope } from '../oauth/scope.ts'
import { forbidden, notFound } from './api-error.ts'
import { type Caller, callerOf, type UserCaller, userOf } from './authenticate.ts'
import { createRequestBinding } from './request-binding.ts'

const repositories = createRequestBinding<Repository>('repository')

/**
 * Finds the repository a path names, by name or by number.
 *
 * One that the caller may not see does not exist for them. A former name is redirected to the numeric address.
 *
 * @throws {ApiError} 404: unknown, or private and not the caller's.
 */
export function resolveRepository(database: GithubDatabase, origins: Origins): RequestHandler {
  return (req, res, next) => {
    const { owner = '', repo = '', id = '' } = req.params
    const current = id
      ? database.repositoryById(Number(id))
      : database.repository(String(owner), String(repo))
    const found = current ?? database.renamedRepository(String(owner), String(repo))
    if (!found || !isReadable(callerOf(req), found)) throw notFound()

    if (current) {
      repositories.set(req, found)
      return next()
    }
    const location = `${origins.api}/repositories/${found.id}${req.url.replace(/^\/(?=\?|$)/, '')}`
    const isSafe = req.method === 'GET' || req.method === 'HEAD'
    res
      .status(isSafe ? 301 : 307)
      .location(location)
      .json({
        message: isSafe ? 'Moved Permanently' : 'Temporary Redirect',
        url: location,
        documentation_url:
          'https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects',
      })
  }
}

/** The repository this request is about. */
export function repositoryOf(req: Request): Repository {
  return repositories.read(req)
}

/** Private repositories need a role and the scope `repo`; a token without it does not see them at all. */
export function isReadable(caller: Caller, repository: Repository): boolean {
  if (!repository.isPrivate) return true
  if (caller.kind === 'anonymous') return false
  return roleOf(caller.account, repository) !== undefined && hasScope(caller.scope, 'repo')
}

/** The role of an account's own; absent for those who only see what is public. */
export function roleOf(account: Account, repository: Repository): Role | undefined {
  return account.id === repository.owner.id ? 'admin' : repository.collaborators.get(account.id)
}

/** Whether the account may change what is not its own. */
export function canPush(account: Account, repository: Repository): boolean {
  const role = roleOf(account, repository)
  return role === 'admin' || role === 'write'
}

/**
 * The caller, if their token may write to the repository at all.
 *
 * @throws {ApiError} 404: the scope is missing. GitHub does not tell that apart from a wrong address.
 */
export function writerOf(req: Request): UserCaller {
  const user = userOf(req)
  const needed = repositoryOf(req).isPrivate ? 'repo' : 'public_repo'
  if (!hasScope(user.scope, needed)) throw notFound()
  return user
}

/**
 * The caller, if they wrote the thing themselves or may change other people's.
 *
 * @throws {ApiError} 404: the scope is missing. 403: neither author nor collaborator.
 */
export function editorOf(req: Request, author?: Account): UserCaller {
  const user = writerOf(req)
  if (user.account.id === author?.id || canPush(user.account, repositoryOf(req))) return user
  throw forbidden()
}

/** Who an issue can be given to. */
export function assignableAccounts(accounts: readonly Account[], repository: Repository): Account[] {
  return accounts.filter((account) => account.kind === 'User' && canPush(account, repository))
}
