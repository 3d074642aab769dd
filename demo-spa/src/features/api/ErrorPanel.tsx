import { RotateCw, TriangleAlert } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { toErrorMessage } from './error-message.ts'

interface ErrorPanelProps {
  error: unknown
  /** Asks again; offered only where that can help. */
  retry: () => void
  isRetrying?: boolean
}

/** Shows a failed load where its content would be, with what to do about it. */
export function ErrorPanel({ error, retry, isRetrying = false }: ErrorPanelProps): React.JSX.Element {
  const { title, detail, canRetry } = toErrorMessage(error)
  return (
    <EmptyState
      icon={<TriangleAlert size={20} aria-hidden />}
      title={title}
      actions={
        canRetry && (
          <Button onClick={retry} isBusy={isRetrying}>
            <RotateCw size={14} aria-hidden />
            Try again
          </Button>
        )
      }
    >
      <p role="alert">{detail}</p>
    </EmptyState>
  )
}
