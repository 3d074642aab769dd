import { useContext, useId, useLayoutEffect } from 'react'
import { ToastCard } from './ToastCard.tsx'
import styles from './ToastRegion.module.css'
import { ToastBoardContext } from './toasts.ts'

/**
 * The live region in which toasts appear.
 *
 * A modal dialog makes the rest of the page inert: what is said there is neither seen nor read out. So each dialog has
 * a region of its own, and the one on top shows the toasts.
 */
export function ToastRegion(): React.JSX.Element {
  const id = useId()
  const board = useContext(ToastBoardContext)
  const addRegion = board?.addRegion

  useLayoutEffect(() => addRegion?.(id), [addRegion, id])

  return (
    <div className={styles.region} role="status" aria-label="Notifications">
      {board?.regions.at(-1) === id &&
        board.toasts.map((toast) => <ToastCard key={toast.id} toast={toast} dismiss={board.dismiss} />)}
    </div>
  )
}
