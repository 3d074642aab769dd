import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { classNames } from './class-names.ts'
import { IconButton } from './IconButton.tsx'
import styles from './ToastProvider.module.css'
import { type ShowToast, type Toast, ToastContext } from './toasts.ts'

const LIFETIME_MS = { success: 5_000, danger: 10_000 }
const MOST_AT_ONCE = 3

/** Shows toasts for everything inside, in a live region that screen readers announce. */
export function ToastProvider({ children }: { children: ReactNode }): React.JSX.Element {
  const [toasts, setToasts] = useState<readonly Toast[]>([])
  const nextId = useRef(0)

  const show = useCallback<ShowToast>((toast) => {
    const id = nextId.current++
    setToasts((shown) => [...shown, { ...toast, id }].slice(-MOST_AT_ONCE))
  }, [])
  const dismiss = useCallback(
    (id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)),
    [],
  )

  return (
    <ToastContext value={show}>
      {children}
      <div className={styles.region} role="status" aria-label="Notifications">
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} dismiss={dismiss} />
        ))}
      </div>
    </ToastContext>
  )
}

function ToastCard({ toast, dismiss }: { toast: Toast; dismiss: (id: number) => void }): React.JSX.Element {
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
