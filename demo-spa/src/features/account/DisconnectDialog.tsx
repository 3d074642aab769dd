import type { ProviderId } from '@coatcheck/sdk'
import { useRef } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { PROVIDERS } from '../connections/providers.ts'
import styles from './DisconnectDialog.module.css'

interface DisconnectDialogProps {
  provider: ProviderId
  onClose: () => void
  disconnect: () => Promise<void>
}

/** Says what disconnecting does before it is done. */
export function DisconnectDialog({
  provider,
  onClose,
  disconnect,
}: DisconnectDialogProps): React.JSX.Element {
  const { name, loss } = PROVIDERS[provider]
  const keepButton = useRef<HTMLButtonElement>(null)

  function confirm(): void {
    onClose()
    void disconnect()
  }

  return (
    <Dialog title={`Disconnect ${name}?`} onClose={onClose} initialFocus={keepButton}>
      <div className={styles.text}>
        <p>The access is given back to {name} and deleted from the server. You stay signed in here.</p>
        <p>{loss}</p>
        <div className={styles.buttons}>
          <Button ref={keepButton} onClick={onClose}>
            Keep it
          </Button>
          <Button variant="danger" onClick={confirm}>
            Disconnect {name}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
