import type { ProviderId } from '@coatcheck/sdk'
import { type ConnectionView, useConnection } from '@coatcheck/sdk/react'
import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { ProviderMark } from '../../ui/ProviderMark.tsx'
import { PROVIDERS } from '../connections/providers.ts'
import styles from './ConnectionCard.module.css'
import { ConnectionStatus } from './ConnectionStatus.tsx'
import { DisconnectDialog } from './DisconnectDialog.tsx'
import { ScopeList } from './ScopeList.tsx'

/** One provider on the account page: connected or not, what it allows, and how to change that. */
export function ConnectionCard({ provider }: { provider: ProviderId }): React.JSX.Element {
  const { name, purpose, neededScopes } = PROVIDERS[provider]
  const view = useConnection(provider, { scopes: neededScopes })
  const { connection, missingScopes, connect, disconnect } = view

  return (
    <article className={styles.card} aria-label={name}>
      <header className={styles.header}>
        <ProviderMark provider={provider} size={20} />
        <div className={styles.who}>
          <h3 className={styles.name}>{name}</h3>
          <p className={styles.label}>
            {connection ? (connection.label ?? 'Connected') : `Connect it to ${purpose}.`}
          </p>
        </div>
        {connection && (
          <ConnectionStatus status={connection.status} isComplete={missingScopes.length === 0} />
        )}
        <ConnectionButtons provider={provider} view={view} />
      </header>
      {connection && (
        <ScopeList
          granted={connection.scopes}
          missing={missingScopes}
          allow={() => connect.run({ scopes: missingScopes })}
          isBusy={connect.isPending}
        />
      )}
      {(connect.error ?? disconnect.error) && (
        <p role="alert" className={styles.failure}>
          That did not work: {name} is as it was. Try again in a moment.
        </p>
      )}
    </article>
  )
}

function ConnectionButtons(props: { provider: ProviderId; view: ConnectionView }): React.JSX.Element {
  const { connection, connect, disconnect } = props.view
  const { name, neededScopes } = PROVIDERS[props.provider]
  const [isConfirming, setIsConfirming] = useState(false)

  return (
    <>
      {connection?.status !== 'active' && (
        <Button
          variant="primary"
          isBusy={connect.isPending}
          onClick={() => connect.run({ scopes: neededScopes })}
        >
          {connection ? 'Reconnect' : 'Connect'} {name}
        </Button>
      )}
      {connection && (
        <Button isBusy={disconnect.isPending} onClick={() => setIsConfirming(true)}>
          Disconnect<span className="visually-hidden"> {name}</span>
        </Button>
      )}
      {isConfirming && (
        <DisconnectDialog
          provider={props.provider}
          onClose={() => setIsConfirming(false)}
          disconnect={disconnect.run}
        />
      )}
    </>
  )
}
