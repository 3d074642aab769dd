import type { ProviderId } from '@coatcheck/sdk'
import { useConnection } from '@coatcheck/sdk/react'
import type { ReactNode } from 'react'
import { ConnectPrompt } from './ConnectPrompt.tsx'
import { PROVIDERS } from './providers.ts'

interface ConnectionGateProps {
  provider: ProviderId
  /** Needs the provider's account with the needed scopes. */
  children: ReactNode
  /** Of the prompt shown instead. Default 2. */
  headingLevel?: 1 | 2 | 3
}

/** Shows its children when the account they need is connected and allows enough; asks for what is missing otherwise. */
export function ConnectionGate({ provider, children, headingLevel = 2 }: ConnectionGateProps): ReactNode {
  const { neededScopes, name, purpose, access } = PROVIDERS[provider]
  const { connection, missingScopes, connect } = useConnection(provider, { scopes: neededScopes })
  const prompt = { provider, connect, headingLevel }

  if (!connection) {
    return (
      <ConnectPrompt {...prompt} title={`Connect ${name} to ${purpose}`} action={`Connect ${name}`}>
        You come straight back here, and stay signed in. The access stays on the server, out of this browser.
      </ConnectPrompt>
    )
  }
  if (connection.status === 'reauth_required') {
    return (
      <ConnectPrompt {...prompt} title={`${name} needs to be reconnected`} action={`Reconnect ${name}`}>
        {name} no longer accepts the access it once gave. Nothing else is affected.
      </ConnectPrompt>
    )
  }
  if (missingScopes.length > 0) {
    return (
      <ConnectPrompt
        {...prompt}
        title={`${name} is connected, but without ${access}`}
        action={`Allow ${access}`}
      >
        {connection.label ? `${connection.label} did not allow it yet. ` : ''}Tick it on {name}’s page to{' '}
        {purpose}.
      </ConnectPrompt>
    )
  }
  return children
}
