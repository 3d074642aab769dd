import { X } from 'lucide-react'
import { type ReactNode, type RefObject, useId, useLayoutEffect, useRef } from 'react'
import { classNames } from './class-names.ts'
import styles from './Dialog.module.css'
import { IconButton } from './IconButton.tsx'
import { ToastRegion } from './ToastRegion.tsx'

interface DialogProps {
  title: string
  onClose: () => void
  children: ReactNode
  /**
   * `center` floats and stays open when one misses it, so that nothing typed is lost; `side` is a full-height drawer
   * at the right edge. Default `center`.
   */
  placement?: 'center' | 'side'
  /** What takes the focus on opening. Default: the button that closes it. */
  initialFocus?: RefObject<HTMLElement | null>
}

/** A modal dialog that is open for as long as it is rendered; the browser keeps the focus inside and gives it back. */
export function Dialog(props: DialogProps): React.JSX.Element {
  const { title, onClose, children, placement = 'center', initialFocus } = props
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  // A layout effect, because only a dialog that is still in the page gives the focus back on closing.
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    initialFocus?.current?.focus()
    return () => dialog?.close()
  }, [initialFocus])

  return (
    // The key handler's counterpart is built in: Escape arrives as `cancel`.
    <dialog
      ref={ref}
      className={classNames(styles.dialog, styles[placement])}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => {
        if (placement === 'side' && event.target === ref.current) onClose()
      }}
    >
      <div className={styles.frame}>
        <header className={styles.header}>
          <h2 id={titleId} className={styles.title}>
            {title}
          </h2>
          <IconButton label="Close" onClick={onClose}>
            <X size={16} aria-hidden />
          </IconButton>
        </header>
        <div className={styles.content}>{children}</div>
      </div>
      <ToastRegion />
    </dialog>
  )
}
