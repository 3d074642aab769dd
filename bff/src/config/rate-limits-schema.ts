import { z } from 'zod'

const perMinute = z.int().positive()

/** Limits on what needs no session. Each can be raised, and none switched off. */
export const rateLimitsSchema = z.strictObject({
  loginsPerMinute: perMinute.default(300),
  totalLoginsPerMinute: perMinute.default(6_000),
  callbacksPerMinute: perMinute.default(600),
  backchannelLogoutsPerMinute: perMinute.default(600),
  ipv6PrefixLength: z.int().min(32).max(128).default(56),
})
