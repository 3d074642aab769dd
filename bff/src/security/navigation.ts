import type { IncomingHttpHeaders } from 'node:http'
import { BffError } from '../errors.ts'

/**
 * Accepts only what a person's click or a redirect makes: a top-level navigation. A fetch, a
 * frame or a prefetch must not start a login, and cannot show the provider's page anyway.
 * Browsers that send no Fetch Metadata pass.
 *
 * @throws {BffError} `invalid_request` (400).
 * @see FAPI 2.0 Security Profile section 5.3.3.1, Fetch Metadata Request Headers
 */
export function requireTopLevelNavigation(headers: IncomingHttpHeaders): void {
  const mode = headers['sec-fetch-mode']
  const destination = headers['sec-fetch-dest']
  const purpose = `${headers['sec-purpose'] ?? ''} ${headers.purpose ?? ''}`
  if (
    (mode !== undefined && mode !== 'navigate') ||
    (destination !== undefined && destination !== 'document') ||
    purpose.includes('prefetch') ||
    purpose.includes('prerender')
  ) {
    throw new BffError(
      'invalid_request',
      'Open this address as a page; it cannot be fetched, framed or prefetched.',
    )
  }
}

/**
 * Whether a person will look at the answer, so that an error deserves a page.
 */
export function isNavigation(headers: IncomingHttpHeaders): boolean {
  const mode = headers['sec-fetch-mode']
  if (mode !== undefined) return mode === 'navigate'
  return headers.accept?.includes('text/html') ?? false
}
