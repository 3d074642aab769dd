import type { RequestHandler } from 'express'
import type { ResolvedConfig } from '../config/schema.ts'
import type { ClientAddress } from './client-address.ts'
import { clientGroup } from './client-group.ts'
import { type Counter, type RateLimitDeps, rateLimit } from './rate-limit.ts'

/** The limits of everything that needs no session, and so nobody to be known. */
export interface RateLimits {
  /** Logins and connects begun: each is stored for ten minutes. */
  readonly logins: RequestHandler
  /** Each costs a look into the store, and one that is ours calls to the provider. */
  readonly callbacks: RequestHandler
  /** Each costs a signature's check. */
  readonly backchannelLogouts: RequestHandler
}

/** Who is told apart, and where it is counted. */
export interface RateLimitsDeps {
  clientAddress: ClientAddress
  /** For all processes together: of logins, which write to the store anyway. */
  shared: Counter
  /** For this process: a visitor whose request stores nothing else leaves no counter in the store either. */
  own: Counter
}

/** Creates the configured limits. */
export function createRateLimits(
  limits: ResolvedConfig['rateLimits'],
  { clientAddress, shared, own }: RateLimitsDeps,
): RateLimits {
  const clientOf: RateLimitDeps['clientOf'] = (req) =>
    clientGroup(clientAddress(req), limits.ipv6PrefixLength)
  const ownDeps = { counter: own, clientOf }
  return {
    logins: rateLimit(
      { name: 'logins', perClient: limits.loginsPerMinute, total: limits.totalLoginsPerMinute },
      { counter: shared, clientOf },
    ),
    callbacks: rateLimit({ name: 'callbacks', perClient: limits.callbacksPerMinute }, ownDeps),
    backchannelLogouts: rateLimit(
      { name: 'backchannel-logouts', perClient: limits.backchannelLogoutsPerMinute },
      ownDeps,
    ),
  }
}
