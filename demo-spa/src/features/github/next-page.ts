/**
 * Reads the number of the next page from a `Link` header.
 *
 * @returns Absent on the last page.
 * @see RFC 8288 section 3
 */
export function nextPage(link: string | null): number | undefined {
  const next = link?.split(',').find((part) => /;\s*rel="?next"?/.test(part))
  const target = next?.match(/<([^>]*)>/)?.[1]
  if (target === undefined) return undefined

  // Links may be relative to the page; only the query matters here.
  const page = Number(new URL(target, 'http://localhost').searchParams.get('page'))
  return Number.isInteger(page) && page > 1 ? page : undefined
}
