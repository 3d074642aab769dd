import { BlockList, isIP } from 'node:net'

/** Addresses of this machine. */
const LOOPBACK = blockList(['127.0.0.0/8'], ['::1/128'])

/** Addresses that lead to this machine, its neighbours, or nowhere; metadata services of clouds are among them. */
const PRIVATE = blockList(
  [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
  ['::/128', '64:ff9b:1::/48', '2001::/32', '2002::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
)

/** Where calls may go besides public addresses. */
export interface AddressRules {
  /** Loopback addresses: the provider is on this machine by its configuration. */
  allowLoopback: boolean
  /** All of them: the provider is on a private network, and somebody has said so. */
  allowPrivateNetwork: boolean
}

/**
 * Judges an IP address, without brackets. Metadata of a provider names the addresses that are called: one that was
 * taken over must not make this process a way into the network it stands in.
 *
 * @see IANA's registries of special-purpose addresses, RFC 6890
 */
export function isPermittedAddress(address: string, rules: AddressRules): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (LOOPBACK.check(address, family)) return rules.allowLoopback || rules.allowPrivateNetwork
  return rules.allowPrivateNetwork || !PRIVATE.check(address, family)
}

function blockList(ipv4: readonly string[], ipv6: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ipv4) addRange(list, range, 'ipv4')
  for (const range of ipv6) addRange(list, range, 'ipv6')
  return list
}

function addRange(list: BlockList, range: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', prefix] = range.split('/')
  list.addSubnet(address, Number(prefix), family)
}
