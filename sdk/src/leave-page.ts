import type { Environment } from './environment.ts'

/** Leaves the page for another; the promise stays open, as the page is about to end. */
export type LeavePage = (url: string) => Promise<never>

/**
 * Creates the way out of the page.
 *
 * A second call while the browser is on its way does nothing, so a double click starts one login; a page that
 * comes back out of the back/forward cache may leave again.
 */
export function createLeavePage({ page }: Environment): LeavePage {
  let isLeaving = false
  return (url) => {
    if (!isLeaving) {
      isLeaving = true
      page?.addEventListener(
        'pageshow',
        () => {
          isLeaving = false
        },
        { once: true },
      )
      page?.location.assign(url)
    }
    return new Promise(() => {})
  }
}
