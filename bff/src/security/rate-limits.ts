import type { RequestHandler } from 'express'
import type { ResolvedConfig } from '../config/schema.ts'
import { createClientAddress } from './client-address.ts'
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

/** Creates the configured limits, which all processes on one store share. */
export function createRateLimits(
  { rateLimits: limits, trustProxy }: Pick<ResolvedConfig, 'rateLimits' | 'trustProxy'>,
  counter: Counter,
): RateLimits {
  const addressOf = createClientAddress(trustProxy)
  const deps: RateLimitDeps = {
    counter,
    clientOf: (req) => clientGroup(addressOf(req), limits.ipv6PrefixLength),
  }
  return {
    logins: rateLimit(
      { name: 'logins', perClient: limits.loginsPerMinute, total: limits.totalLoginsPerMinute },
      deps,
    ),
    callbacks: rateLimit({ name: 'callbacks', perClient: limits.callbacksPerMinute }, deps),
    backchannelLogouts: rateLimit(
      { name: 'backchannel-logouts', perClient: limits.backchannelLogoutsPerMinute },
      deps,
    ),
  }
}
