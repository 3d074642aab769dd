import { z } from 'zod'

const PROXY_ADDRESS = 'must be an address or CIDR range of a proxy of yours, such as 10.0.0.0/8'

const proxyAddressSchema = z
  .union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), z.enum(['loopback', 'linklocal', 'uniquelocal'])], {
    error: PROXY_ADDRESS,
  })
  .refine((address) => !address.endsWith('/0'), `${PROXY_ADDRESS}; a /0 range trusts everyone`)

/**
 * Proxies in front, as Express understands them. `true` is not among the choices: it would let
 * every client write its own address and protocol into `X-Forwarded-*`.
 */
export const trustProxySchema = z.union([z.int().min(0), z.array(proxyAddressSchema)], {
  error: ({ input }) =>
    Array.isArray(input)
      ? PROXY_ADDRESS
      : 'must be the number of proxies in front, or a list of their addresses; never `true`',
})
