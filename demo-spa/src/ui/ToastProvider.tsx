import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react'
import { ToastRegion } from './ToastRegion.tsx'
import { type ShowToast, type Toast, type ToastBoard, ToastBoardContext, ToastContext } from './toasts.ts'

const MOST_AT_ONCE = 3

/** Shows the toasts of everything inside. */
export function ToastProvider({ children }: { children: ReactNode }): React.JSX.Element {
  const [toasts, setToasts] = useState<readonly Toast[]>([])
  const [regions, setRegions] = useState<readonly string[]>([])
  const nextId = useRef(0)

  const show = useCallback<ShowToast>((toast) => {
    const id = nextId.current++
    setToasts((shown) => [...shown, { ...toast, id }].slice(-MOST_AT_ONCE))
  }, [])
  const dismiss = useCallback(
    (id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)),
    [],
  )
  const addRegion = useCallback((id: string) => {
    setRegions((known) => [...known, id])
    return () => setRegions((known) => known.filter((one) => one !== id))
  }, [])
  const board = useMemo<ToastBoard>(
    () => ({ toasts, dismiss, regions, addRegion }),
    [toasts, dismiss, regions, addRegion],
  )

  return (
    <ToastContext value={show}>
      <ToastBoardContext value={board}>
        <ToastRegion />
        {children}
      </ToastBoardContext>
    </ToastContext>
  )
}
