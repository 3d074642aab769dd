import { useLoginError } from '@coatcheck/sdk/react'
import { CircleAlert, X } from 'lucide-react'
import { IconButton } from '../../ui/IconButton.tsx'
import { Notice } from '../../ui/Notice.tsx'
import styles from './LoginErrorNotice.module.css'
import { loginMessage } from './login-message.ts'

/** Says why the login or connect that led back to this page failed; nothing when none did. */
export function LoginErrorNotice(): React.JSX.Element | null {
  const { error, dismiss } = useLoginError()
  if (!error) return null

  const { title, detail } = loginMessage(error.code)
  return (
    <Notice tone="warning" role="alert" icon={<CircleAlert size={16} aria-hidden />}>
      <div className={styles.row}>
        <p>
          <strong>{title}.</strong> {detail}
        </p>
        <IconButton label="Dismiss" className={styles.dismiss} onClick={dismiss}>
          <X size={14} aria-hidden />
        </IconButton>
      </div>
    </Notice>
  )
}
