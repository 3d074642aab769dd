import { createContext, useContext } from 'react'

/** A short message that goes away by itself; failures stay longer. */
export interface Toast {
  id: number
  tone: 'success' | 'danger'
  text: string
}

/** Shows a toast. */
export type ShowToast = (toast: Omit<Toast, 'id'>) => void

/** What is shown, and the regions that could show it, the topmost last. */
export interface ToastBoard {
  toasts: readonly Toast[]
  dismiss: (id: number) => void
  regions: readonly string[]
  /** @returns Takes the region away again. */
  addRegion: (id: string) => () => void
}

/** Where components find {@link ShowToast}; filled by `ToastProvider`. */
export const ToastContext: React.Context<ShowToast> = createContext<ShowToast>(() => undefined)

/** Where a `ToastRegion` finds what to show; filled by `ToastProvider`. */
export const ToastBoardContext: React.Context<ToastBoard | null> = createContext<ToastBoard | null>(null)

/** Gives the function that shows a toast. */
export function useToast(): ShowToast {
  return useContext(ToastContext)
}
