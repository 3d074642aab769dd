import { isIPv4, isIPv6 } from 'node:net'

/**
 * Names the client that an address belongs to: an IPv4 address is one, also when it is written as IPv6; of an IPv6
 * address only the network is, because every customer has more addresses there than anybody can count.
 *
 * @param ipv6PrefixLength How many leading bits the network has.
 */
export function clientGroup(address: string, ipv6PrefixLength: number): string {
  const [withoutZone = ''] = address.split('%', 1)
  if (isIPv4(address)) return address
  if (!isIPv6(withoutZone)) return 'unknown'
  const parts = partsOf(withoutZone)
  if (isMappedIpv4(parts)) return ipv4Of(parts)
  const network = parts.map((part, index) => {
    const kept = Math.min(16, Math.max(0, ipv6PrefixLength - 16 * index))
    return (part & (0xffff << (16 - kept)) & 0xffff).toString(16)
  })
  return `${network.join(':')}/${ipv6PrefixLength}`
}

/** The eight numbers of an address, in whatever way it is spelled: the URL parser knows them all. */
function partsOf(address: string): number[] {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const before = numbersIn(head)
  const after = numbersIn(tail ?? '')
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
}

function numbersIn(text: string): number[] {
  return text === '' ? [] : text.split(':').map((part) => Number.parseInt(part, 16))
}

/** @see RFC 4291 section 2.5.5.2: how a socket that takes both kinds names IPv4 clients. */
function isMappedIpv4(parts: readonly number[]): boolean {
  return parts.slice(0, 5).every((part) => part === 0) && parts[5] === 0xffff
}

function ipv4Of(parts: readonly number[]): string {
  return parts
    .slice(6)
    .flatMap((part) => [part >> 8, part & 0xff])
    .join('.')
}
