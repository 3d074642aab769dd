import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect } from 'react'
import { classNames } from './class-names.ts'
import { IconButton } from './IconButton.tsx'
import styles from './ToastCard.module.css'
import type { Toast } from './toasts.ts'

const LIFETIME_MS = { success: 5_000, danger: 10_000 }

interface ToastCardProps {
  toast: Toast
  dismiss: (id: number) => void
}

/** One toast, until its time is up or the person sends it away. */
export function ToastCard({ toast, dismiss }: ToastCardProps): React.JSX.Element {
  const Icon = toast.tone === 'danger' ? CircleAlert : CircleCheck

  useEffect(() => {
    const timer = setTimeout(() => dismiss(toast.id), LIFETIME_MS[toast.tone])
    return () => clearTimeout(timer)
  }, [toast, dismiss])

  return (
    <div className={classNames(styles.toast, styles[toast.tone])}>
      <Icon size={16} aria-hidden />
      <p>{toast.text}</p>
      <IconButton label="Dismiss" onClick={() => dismiss(toast.id)}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  )
}
