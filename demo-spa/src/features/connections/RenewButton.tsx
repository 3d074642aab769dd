import type { ProviderId } from '@coatcheck/sdk'
import { useConnection } from '@coatcheck/sdk/react'
import { Button } from '../../ui/Button.tsx'
import { PROVIDERS } from './providers.ts'

/** Asks the provider again for what this app needs, and comes back to this page. */
export function RenewButton({ provider }: { provider: ProviderId }): React.JSX.Element {
  const { name, neededScopes } = PROVIDERS[provider]
  const { connect } = useConnection(provider)
  return (
    <Button
      variant="primary"
      isBusy={connect.isPending}
      onClick={() => connect.run({ scopes: neededScopes })}
    >
      Renew access at {name}
    </Button>
  )
}
