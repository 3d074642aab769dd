import type { AuditActor } from '../audit.ts'
import type { ActiveSession } from './session-reader.ts'
import { shortHash } from './storage-key.ts'

/** Whom a session stands for, as records name them; nobody, where there is none. */
export function actorOf(session: ActiveSession | undefined): AuditActor {
  return session ? { user: session.signedIn.user.id, session: shortHash(session.sessionId) } : {}
}

/** Names the account of a provider that a session has, as records do. @returns undefined when it has none there. */
export function accountAt(providerId: string, session: ActiveSession | undefined): string | undefined {
  const found = session?.signedIn.connections.find(({ provider }) => provider === providerId)
  return found && `${providerId}:${found.accountId}`
}
