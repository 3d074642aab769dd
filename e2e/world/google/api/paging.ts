import type { Request } from 'express'
import { GoogleApiError } from '../api-error.ts'

/** One page of a list, with the token that leads to the next; absent on the last. */
export interface ListPage<Item> {
  items: Item[]
  nextPageToken?: string
}

/** How many items a page holds when the client does not say, and at most. */
export interface PageSize {
  fallback: number
  max: number
}

/**
 * Cuts the page a request asks for with `maxResults` and `pageToken` out of a list.
 *
 * @throws {GoogleApiError} badRequest (400): the page token is not one of ours.
 */
export function pageOf<Item>(
  { query }: Request,
  all: readonly Item[],
  { fallback, max }: PageSize,
): ListPage<Item> {
  const size = Math.min(Math.max(Number(query.maxResults ?? fallback) || fallback, 1), max)
  const start = readPageToken(query.pageToken)
  const end = start + size
  const items = all.slice(start, end)
  return end < all.length ? { items, nextPageToken: writePageToken(end) } : { items }
}

function writePageToken(start: number): string {
  return Buffer.from(`page:${start}`).toString('base64url')
}

function readPageToken(token: unknown): number {
  if (token === undefined) return 0
  const [, start] = /^page:(\d+)$/.exec(Buffer.from(String(token), 'base64url').toString()) ?? []
  if (start === undefined) throw new GoogleApiError('badRequest', 'Invalid page token value.')
  return Number(start)
}
