import type { WireConnection, WireSession } from '@coatcheck/sdk/wire'
import type { ProviderRegistry } from '../providers/registry.ts'
import type { ActiveSession } from '../session/session-reader.ts'
import { toWireSession } from '../session/wire-session.ts'
import type { RouteDeps } from './route-deps.ts'

/**
 * Yields the session as its browser is told about it. A provider may leave a scope out of a grant that
 * another one includes, and only the BFF knows which do: a page that compares names would ask for what it has.
 *
 * @param now Epoch milliseconds.
 */
export async function sessionAnswer(
  current: ActiveSession,
  { providers, sessions, tokens }: Pick<RouteDeps, 'providers' | 'sessions' | 'tokens'>,
  now: number,
): Promise<WireSession> {
  const session = await toWireSession(current, { sessions, tokens }, now)
  const connections = session.connections.map((connection) => ({
    ...connection,
    scopes: withIncluded(connection, providers),
  }))
  return { ...session, connections }
}

/** Adds, of the scopes that anybody can ask for, those that the granted ones include. */
function withIncluded({ provider: id, scopes }: WireConnection, providers: ProviderRegistry): string[] {
  // The configuration may have lost it since the session began.
  if (!providers.ids.includes(id)) return scopes
  const provider = providers.get(id)
  const included = [...provider.scopes, ...provider.optionalScopes].filter((scope) =>
    provider.scopesGranting(scope).some((name) => scopes.includes(name)),
  )
  return [...new Set([...scopes, ...included])]
}
