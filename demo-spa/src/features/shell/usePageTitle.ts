import { useEffect } from 'react'

/** Names the page in the browser's tab, and so to screen readers on every navigation. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Coatcheck`
  }, [title])
}
