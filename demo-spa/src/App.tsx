import { AuthProvider } from '@coatcheck/sdk/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect } from 'react'
import { RouterProvider } from 'react-router/dom'
import { auth } from './auth.ts'
import { forgetOnUserChange } from './features/api/forget-on-user-change.ts'
import { createQueryClient } from './features/api/query-client.ts'
import { createRouter } from './router.tsx'
import { ToastProvider } from './ui/ToastProvider.tsx'

const queryClient = createQueryClient()
const router = createRouter()

/** The whole app: who is signed in, what is cached, where one is. */
export function App(): React.JSX.Element {
  useEffect(() => forgetOnUserChange(auth, queryClient), [])

  return (
    <AuthProvider client={auth}>
      <QueryClientProvider client={queryClient}>
        <ToastProvider>
          <RouterProvider router={router} />
        </ToastProvider>
      </QueryClientProvider>
    </AuthProvider>
  )
}
