import type { Request } from 'express'
import { queryOf } from '../query-of.ts'

/** One page of a list, with the `Link` header that leads to the others. */
export interface Page<T> {
  items: T[]
  headers: Record<string, string>
}

const DEFAULT_PER_PAGE = 30
const MAX_PER_PAGE = 100

/**
 * Cuts the page out of a list that the request asks for.
 *
 * @param base Absolute URL the links are built on. For lists of a repository it is the numeric form
 *   `/repositories/<id>/…`, whatever address the request used.
 */
export function paginate<T>(req: Request, all: readonly T[], base: string): Page<T> {
  const query = queryOf(req)
  const perPage = Math.min(positive(query.get('per_page'), DEFAULT_PER_PAGE), MAX_PER_PAGE)
  const page = positive(query.get('page'), 1)
  const last = Math.max(1, Math.ceil(all.length / perPage))

  const link = (rel: string, target: number) => {
    query.set('page', String(target))
    return `<${base}?${query}>; rel="${rel}"`
  }
  const links = [
    ...(page > 1 ? [link('prev', Math.min(page - 1, last))] : []),
    ...(page < last ? [link('next', page + 1), link('last', last)] : []),
    ...(page > 1 ? [link('first', 1)] : []),
  ]
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    headers: links.length > 0 ? { Link: links.join(', ') } : {},
  }
}

function positive(value: string | null, otherwise: number): number {
  const number = Number(value)
  return Number.isInteger(number) && number > 0 ? number : otherwise
}
