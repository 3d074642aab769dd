import type { IncomingMessage } from 'node:http'
import { BffError } from '../errors.ts'
import { satisfies } from '../oauth/authentication.ts'
import { boundOtherwise, isBoundAs } from '../oauth/bound-request.ts'
import { createDpopProver } from '../oauth/dpop-prover.ts'
import type { UsableTokens } from '../oauth/resource-tokens.ts'
import type { Provider } from '../providers/provider.ts'
import type { ProviderRegistry } from '../providers/registry.ts'
import type { AccessGrant, AccessTokens, SessionAccess } from './access.ts'
import { type FreshTokenSets, usableUntil } from './fresh-token-set.ts'
import { grantName } from './grant-memory.ts'
import type { IdleTouch } from './idle-touch.ts'
import type { RefreshOwner } from './refresh-name.ts'
import type { SessionReader } from './session-reader.ts'

interface Deps {
  reader: SessionReader
  fresh: FreshTokenSets
  providers: ProviderRegistry
  idle: IdleTouch
  now: () => number
}

/** Gives the proxy sessions and access tokens, and nothing else of them. */
export function createAccessTokens({ reader, fresh, providers, idle, now }: Deps): AccessTokens {
  function owner(
    { sessionId, user }: SessionAccess,
    providerId: string,
    resource: string | undefined,
  ): RefreshOwner {
    return { sessionId, user, provider: providers.get(providerId), resource }
  }

  function inUse(session: SessionAccess | undefined): SessionAccess {
    if (!session) throw new BffError('unauthenticated', 'Sign in first.')
    idle.touch(session)
    return session
  }

  async function read(session: SessionAccess, providerId: string, resource?: string): Promise<AccessGrant> {
    const { tokens, sealed } = await fresh.read(owner(session, providerId, resource))
    const grant = await toGrant(providers.get(providerId), tokens)
    const name = grantName(providerId, resource)
    if (sealed !== undefined) session.grants.keep(name, grant, { sealed, usableUntil: usableUntil(tokens) })
    return grant
  }

  return {
    authenticate(req: IncomingMessage) {
      const session = reader.read(req)
      return session instanceof Promise ? session.then(inUse) : inUse(session)
    },
    touch: (session) => idle.touch(session),
    grant(session, providerId, resource) {
      const remembered = session.grants.recall(grantName(providerId, resource), now())
      if (remembered) return remembered
      if (session.connectedProviders.includes(providerId)) return read(session, providerId, resource)
      throw new BffError('not_connected', 'This session has no account connected there.', {
        provider: providerId,
      })
    },
    isAuthenticated(session, providerId, need) {
      return satisfies(session.authentications.get(providerId) ?? {}, need, now())
    },
    async refreshRejected(session, providerId, rejected, resource) {
      const tokens = await fresh.refreshRejected(owner(session, providerId, resource), rejected.accessToken)
      return tokens && toGrant(providers.get(providerId), tokens)
    },
  }
}

/** @throws {BffError} `reauth_required` (401): a bound token without its proof, or the other way round, is of no use. */
async function toGrant(provider: Provider, tokens: UsableTokens): Promise<AccessGrant> {
  const { accessToken, scope, dpopKey } = tokens
  if (!isBoundAs(provider, tokens)) throw boundOtherwise(provider.id)
  if (!dpopKey || !provider.dpop) return { accessToken, scope }
  return { accessToken, scope, dpop: await createDpopProver(dpopKey, provider.dpop) }
}
