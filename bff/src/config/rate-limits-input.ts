/**
 * How often one client may ask for what needs no session, in a minute counted from its first request. A client is an
 * IPv4 address, or the IPv6 addresses that begin alike.
 */
export interface RateLimitsInput {
  /** Logins and connects begun. Default 300. */
  loginsPerMinute?: number | undefined
  /** Logins and connects begun by all clients together: what a crowd may fill the session store with. Default 6 000. */
  totalLoginsPerMinute?: number | undefined
  /** Answers of providers that come back. Default 600. */
  callbacksPerMinute?: number | undefined
  /** Logout tokens, which one provider may send for many people at once. Default 600. */
  backchannelLogoutsPerMinute?: number | undefined
  /** Leading bits of an IPv6 address that make a client, 32 to 128; networks give each customer that many. Default 56. */
  ipv6PrefixLength?: number | undefined
}
