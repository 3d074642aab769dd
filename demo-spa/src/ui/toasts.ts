import { createContext, useContext } from 'react'

/** A short message that goes away by itself; failures stay longer. */
export interface Toast {
  id: number
  tone: 'success' | 'danger'
  text: string
}

/** Shows a toast. */
export type ShowToast = (toast: Omit<Toast, 'id'>) => void

/** Where components find {@link ShowToast}; filled by `ToastProvider`. */
export const ToastContext: React.Context<ShowToast> = createContext<ShowToast>(() => undefined)

/** Gives the function that shows a toast. */
export function useToast(): ShowToast {
  return useContext(ToastContext)
}
