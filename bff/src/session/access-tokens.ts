import type { IncomingMessage } from 'node:http'
import { BffError } from '../errors.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import type { ProviderRegistry } from '../providers/registry.ts'
import type { AccessGrant, AccessTokens, SessionAccess } from './access.ts'
import type { FreshTokenSets } from './fresh-token-set.ts'
import type { IdleTouch } from './idle-touch.ts'
import type { ActiveSession, SessionReader } from './session-reader.ts'
import { shortHash } from './storage-key.ts'

/** Gives the proxy sessions and access tokens, and nothing else of them. */
export function createAccessTokens(deps: {
  reader: SessionReader
  fresh: FreshTokenSets
  providers: ProviderRegistry
  idle: IdleTouch
}): AccessTokens {
  function owner(session: SessionAccess, providerId: string) {
    return { sessionId: session.sessionId, provider: deps.providers.get(providerId) }
  }

  return {
    async authenticate(req: IncomingMessage) {
      const session = await deps.reader.read(req)
      if (!session) throw new BffError('unauthenticated', 'Sign in first.')
      const access = toAccess(session)
      deps.idle.touch(access)
      return access
    },
    touch: (session) => deps.idle.touch(session),
    async grant(session, providerId) {
      if (!session.connectedProviders.includes(providerId)) {
        const details = { provider: providerId }
        throw new BffError('not_connected', 'This session has no account connected there.', details)
      }
      return toGrant(await deps.fresh.read(owner(session, providerId)))
    },
    async refreshRejected(session, providerId, rejected) {
      const tokens = await deps.fresh.refreshRejected(owner(session, providerId), rejected.accessToken)
      return tokens && toGrant(tokens)
    },
  }
}

function toAccess({ sessionId, signedIn }: ActiveSession): SessionAccess {
  return {
    sessionId,
    connectedProviders: signedIn.connections.map(({ provider }) => provider),
    sessionHash: shortHash(sessionId),
    expiresAt: signedIn.expiresAt,
  }
}

function toGrant({ accessToken, scope }: TokenSet): AccessGrant {
  return { accessToken, scope }
}
