import type { Request, RequestHandler, Response } from 'express'
import type { WorldClock } from '../../world-clock.ts'
import { ApiError } from './api-error.ts'
import { type Caller, callerOf } from './authenticate.ts'
import { createRequestBinding } from './request-binding.ts'

/** The request budgets of everybody. */
export interface RateLimit {
  /** Spends one request, or refuses it when the hour's budget is gone. */
  spend: RequestHandler
  reset(): void
}

interface Budget {
  resource: 'core' | 'search'
  limit: number
  used: number
  /** Epoch milliseconds. */
  resetAt: number
}

const HOUR_MS = 60 * 60 * 1000
const MINUTE_MS = 60 * 1000
const USER_LIMIT = 5000
const ANONYMOUS_LIMIT = 60
const SEARCH_LIMIT = 30

const budgets = createRequestBinding<Budget>('rate limit')

/** Creates the budgets: 5000 an hour per person over all apps, 60 an hour for anonymous callers, 30 searches a minute. */
export function createRateLimit(clock: WorldClock): RateLimit {
  const current = new Map<string, Budget>()
  return {
    reset: () => current.clear(),
    spend: (req, res, next) => {
      const caller = callerOf(req)
      const resource = req.path.startsWith('/search/') ? 'search' : 'core'
      const key = `${resource} ${caller.kind === 'user' ? caller.account.id : req.ip}`
      const known = current.get(key)
      const budget = known && clock.now() < known.resetAt ? known : freshBudget(caller, resource, clock.now())
      current.set(key, budget)

      if (budget.used >= budget.limit) throw rateLimitExceeded(budget)
      budget.used += 1
      budgets.set(req, budget)
      res.set(toHeaders(budget))
      next()
    },
  }
}

/** Gives a request back to the budget: a 304 costs nothing. */
export function refund(req: Request, res: Response): void {
  const budget = budgets.read(req)
  budget.used -= 1
  res.set(toHeaders(budget))
}

/** The refusal of a person whose budget is spent, for the `rateLimited` fault. */
export function primaryLimitFault(now: number): ApiError {
  return rateLimitExceeded({ resource: 'core', limit: USER_LIMIT, used: USER_LIMIT, resetAt: now + HOUR_MS })
}

/** The refusal of too many requests at once, which comes with budget left. */
export function secondaryLimitFault(): ApiError {
  return new ApiError(
    403,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    { headers: { 'Retry-After': '60' } },
  )
}

function freshBudget(caller: Caller, resource: Budget['resource'], now: number): Budget {
  if (resource === 'search') return { resource, limit: SEARCH_LIMIT, used: 0, resetAt: now + MINUTE_MS }
  const limit = caller.kind === 'user' ? USER_LIMIT : ANONYMOUS_LIMIT
  return { resource, limit, used: 0, resetAt: now + HOUR_MS }
}

function rateLimitExceeded(budget: Budget): ApiError {
  return new ApiError(403, 'API rate limit exceeded', { headers: toHeaders(budget) })
}

function toHeaders({ resource, limit, used, resetAt }: Budget): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(limit - used),
    'X-RateLimit-Used': String(used),
    'X-RateLimit-Reset': String(Math.ceil(resetAt / 1000)),
    'X-RateLimit-Resource': resource,
  }
}
