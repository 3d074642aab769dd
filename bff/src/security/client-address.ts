import type { IncomingMessage } from 'node:http'
import { isIPv4, isIPv6 } from 'node:net'
import express from 'express'

/** Yields the address a request comes from, or that of the nearest proxy that did not say. */
export type ClientAddress = (req: IncomingMessage) => string

/** Express's own reading of the setting, as it keeps it: whether the hop of that address, counted from here, is a proxy of ours. */
type IsTrusted = (address: string, hop: number) => boolean

/**
 * Creates what tells clients apart. `X-Forwarded-For` is believed as far as proxies of ours wrote it: what a client
 * sends stands to the left of that, and is never read.
 *
 * @param trustProxy Proxies in front. Absent: what the Express app around says, by default that there are none.
 */
export function createClientAddress(trustProxy: number | readonly string[] | undefined): ClientAddress {
  if (trustProxy === undefined) return addressInExpress
  const isTrusted: IsTrusted = express().set('trust proxy', trustProxy).get('trust proxy fn')

  return function clientAddress(req) {
    const nearestFirst = [req.socket.remoteAddress ?? '', ...forwardedFor(req).reverse()]
    const untrustedAt = nearestFirst.findIndex((address, hop) => !isTrusted(address, hop))
    const path = untrustedAt === -1 ? nearestFirst : nearestFirst.slice(0, untrustedAt + 1)
    // Words such as `unknown` are no client: whoever wrote them answers for it.
    return path.findLast((address) => isIPv4(address) || isIPv6(address)) ?? ''
  }
}

/** In front of Express, and outside of it, there is no word of proxies. */
function addressInExpress(req: IncomingMessage): string {
  return 'ip' in req && typeof req.ip === 'string' ? req.ip : (req.socket.remoteAddress ?? '')
}

function forwardedFor(req: IncomingMessage): string[] {
  const header = req.headers['x-forwarded-for']
  const text = Array.isArray(header) ? header.join(',') : (header ?? '')
  return text === '' ? [] : text.split(',').map((address) => address.trim())
}
