import type { WireConnection, WireSession } from '@coatcheck/sdk/wire'
import type { StoredConnection } from './session-data.ts'
import type { ActiveSession } from './session-reader.ts'
import type { SessionStore } from './stores/session-store.ts'
import type { TokenStore } from './token-store.ts'

/**
 * Yields what the browser may know of its session, copied field by field: no token and no
 * session id is ever among it. Reading it does not extend the session.
 *
 * @param now Epoch milliseconds.
 */
export async function toWireSession(
  { sessionId, signedIn }: ActiveSession,
  deps: { sessions: SessionStore; tokens: TokenStore },
  now: number,
): Promise<WireSession> {
  const [remainingMs, connections] = await Promise.all([
    deps.sessions.remainingMs(sessionId),
    Promise.all(
      signedIn.connections.map((connection) => toWireConnection(sessionId, connection, deps.tokens)),
    ),
  ])
  const { user, authenticatedAt, expiresAt } = signedIn
  return {
    user,
    connections,
    authenticatedAt,
    expiresAt,
    idleExpiresAt: Math.min(expiresAt, now + (remainingMs ?? 0)),
  }
}

async function toWireConnection(
  sessionId: string,
  { provider, accountId, label, scopes }: StoredConnection,
  tokens: TokenStore,
): Promise<WireConnection> {
  const stored = await tokens.read(sessionId, provider)
  return {
    provider,
    accountId,
    ...(label === undefined ? {} : { label }),
    scopes: stored?.status === 'active' ? stored.tokens.scope : scopes,
    status: stored?.status === 'active' ? 'active' : 'reauth_required',
  }
}
