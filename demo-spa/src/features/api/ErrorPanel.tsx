import type { ProviderId } from '@coatcheck/sdk'
import { RotateCw, TriangleAlert } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { RenewButton } from '../connections/RenewButton.tsx'
import { toErrorMessage } from './error-message.ts'

interface ErrorPanelProps {
  error: unknown
  /** Whose account the call was made with. */
  provider: ProviderId
  /** Asks again; offered only where that can help. */
  retry: () => void
  isRetrying?: boolean
}

/** Shows a failed load where its content would be, with what to do about it. */
export function ErrorPanel({
  error,
  provider,
  retry,
  isRetrying = false,
}: ErrorPanelProps): React.JSX.Element {
  const { title, detail, remedy } = toErrorMessage(error)
  return (
    <EmptyState
      icon={<TriangleAlert size={20} aria-hidden />}
      title={title}
      actions={
        <>
          {remedy === 'retry' && (
            <Button onClick={retry} isBusy={isRetrying}>
              <RotateCw size={14} aria-hidden />
              Try again
            </Button>
          )}
          {remedy === 'renew' && <RenewButton provider={provider} />}
        </>
      }
    >
      <p role="alert">{detail}</p>
    </EmptyState>
  )
}
