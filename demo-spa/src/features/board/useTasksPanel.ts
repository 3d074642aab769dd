import { useSearchParams } from 'react-router'

/** Whether the tasks are shown beside the board, and the way to change that. */
export interface TasksPanelState {
  isOpen: boolean
  toggle: () => void
}

const PARAMETER = 'tasks'
const WIDE_ENOUGH = '(min-width: 1100px)'

/**
 * Keeps the panel's state in the page's query, where it survives the way to Google and back.
 *
 * Without the parameter it is open where there is room for it.
 */
export function useTasksPanel(): TasksPanelState {
  const [query, setQuery] = useSearchParams()
  const chosen = query.get(PARAMETER)
  const isOpen = chosen === null ? window.matchMedia(WIDE_ENOUGH).matches : chosen === 'open'

  function toggle(): void {
    const next = new URLSearchParams(query)
    next.set(PARAMETER, isOpen ? 'closed' : 'open')
    setQuery(next, { replace: true })
  }
  return { isOpen, toggle }
}
