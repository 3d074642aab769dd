import { buildEndSessionUrl } from '../oauth/end-session-request.ts'
import type { ProviderRegistry } from '../providers/registry.ts'
import { signInEntry } from './index-entries.ts'
import type { ActiveSession } from './session-reader.ts'
import type { TokenStore } from './token-store.ts'

interface Deps {
  tokens: TokenStore
  providers: ProviderRegistry
  /** Origin of the public URL. */
  publicOrigin: string
}

/**
 * Yields where the browser ends its session at the provider it signed in with.
 *
 * @returns null when that provider has no such page, or does not answer: the logout here goes on.
 */
export async function endSessionUrl(
  { sessionId, signedIn }: ActiveSession,
  { tokens, providers, publicOrigin }: Deps,
): Promise<string | null> {
  const { provider: id } = signInEntry(signedIn.user.id)
  if (!providers.ids.includes(id)) return null
  const stored = await tokens.read(sessionId, id)
  const idToken = stored?.status === 'active' ? stored.tokens.idToken : undefined
  return buildEndSessionUrl(providers.get(id), idToken, `${publicOrigin}/`)
}
