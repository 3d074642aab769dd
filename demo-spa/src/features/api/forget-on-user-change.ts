import type { AuthClient } from '@coatcheck/sdk'
import type { QueryClient } from '@tanstack/react-query'

/**
 * Empties the cache when the person in front of it changes, before anything of theirs is drawn: on signing out,
 * here or in another tab, and when somebody else signs in.
 *
 * @returns Stops watching.
 */
export function forgetOnUserChange(
  client: Pick<AuthClient, 'getState' | 'subscribe'>,
  queryClient: Pick<QueryClient, 'clear'>,
): () => void {
  let userId = client.getState().user?.id

  return client.subscribe(() => {
    const { status, user } = client.getState()
    if (status === 'loading' || user?.id === userId) return
    // Nothing personal is cached before the first person is known.
    if (userId !== undefined) queryClient.clear()
    userId = user?.id
  })
}
