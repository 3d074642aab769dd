import type { ProviderId } from '@coatcheck/sdk'
import type { useConnection } from '@coatcheck/sdk/react'
import type { ReactNode } from 'react'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ProviderMark } from '../../ui/ProviderMark.tsx'
import { PROVIDERS } from './providers.ts'

interface ConnectPromptProps {
  provider: ProviderId
  connect: ReturnType<typeof useConnection>['connect']
  headingLevel: 1 | 2 | 3
  title: string
  /** What the button says. */
  action: string
  children: ReactNode
}

/** Asks a person to connect an account, to renew it, or to allow more. */
export function ConnectPrompt(props: ConnectPromptProps): React.JSX.Element {
  const { provider, connect, headingLevel, title, action, children } = props
  return (
    <EmptyState
      headingLevel={headingLevel}
      icon={<ProviderMark provider={provider} size={20} />}
      title={title}
      actions={
        <Button
          variant="primary"
          isBusy={connect.isPending}
          onClick={() => connect.run({ scopes: PROVIDERS[provider].neededScopes })}
        >
          {action}
        </Button>
      }
    >
      <p>{children}</p>
      {connect.error && <p role="alert">That did not work. Try again in a moment.</p>}
    </EmptyState>
  )
}
