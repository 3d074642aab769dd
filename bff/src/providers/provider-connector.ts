import dns from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import type { ClientCertificate } from '../config/client-certificate.ts'
import { BffError } from '../errors.ts'
import { type AddressRules, isPermittedAddress } from './address-rules.ts'

const CONNECT_TIMEOUT_MS = 10_000

/** How connections to one provider are made. */
export interface ConnectorSettings extends AddressRules {
  /** Of the client, for servers that ask for one in the handshake. */
  certificate?: ClientCertificate | undefined
  /** Resolves names. Default: as the system does. */
  lookup?: typeof dns.lookup | undefined
}

/**
 * Creates what connects to a provider. Addresses are judged here, where a name has become one: a name that was
 * judged earlier may resolve to another address by now.
 */
export function createProviderConnector(settings: ConnectorSettings): buildConnector.connector {
  const connector = buildConnector({
    timeout: CONNECT_TIMEOUT_MS,
    allowH2: false,
    lookup: permittedLookup(settings),
    ...settings.certificate,
  })
  return function connect(options, callback) {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    // An address is not looked up.
    if (isIP(host) !== 0 && !isPermittedAddress(host, settings)) callback(privateAddress(), null)
    else connector(options, callback)
  }
}

/** Refuses a name if one of its addresses is private, whichever would be tried first. */
function permittedLookup({ lookup = dns.lookup, ...rules }: ConnectorSettings): LookupFunction {
  return function lookupPermitted(hostname, options, callback) {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || !first) callback(error ?? new Error('the name has no address'), [])
      else if (!addresses.every(({ address }) => isPermittedAddress(address, rules)))
        callback(privateAddress(), [])
      else if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

/** For the log only; its text is written there because it is ours. */
function privateAddress(): BffError {
  return new BffError(
    'internal_error',
    'the address is private; if the provider is to be there, set allowPrivateNetwork: true for it',
  )
}
