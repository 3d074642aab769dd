import type { ProviderRegistry } from '../providers/registry.ts'
import type { Leases } from './lease.ts'
import { nameOfRefresh } from './refresh-name.ts'
import type { ActiveSession } from './session-reader.ts'
import type { TokenStore } from './token-store.ts'

/** What sealing tokens anew needs. */
export interface ResealDeps {
  tokens: TokenStore
  leases: Leases
  providers: ProviderRegistry
}

/**
 * Seals a session's tokens with the first secret where an older one had sealed them, so that the
 * older one can be taken away before the session ends. Ended access tokens too: a refresh would seal
 * them anew by itself, but may come only when the older secret is gone.
 *
 * Each under the lease of its refresh: one under way writes over exactly what it read, and would
 * find the record changed.
 */
export async function resealTokens({ sessionId, signedIn }: ActiveSession, deps: ResealDeps): Promise<void> {
  const { tokens, leases, providers } = deps
  for (const id of providers.ids.filter((each) => isConnected(signedIn, each))) {
    const lease = await leases.acquire(nameOfRefresh({ sessionId, provider: providers.get(id) }))
    if (!lease) continue
    await tokens.reseal(sessionId, id).finally(() => lease.release())
  }
}

function isConnected({ connections }: ActiveSession['signedIn'], providerId: string): boolean {
  return connections.some(({ provider }) => provider === providerId)
}
