/**
 * A preload (`node --import`) that resolves `*.example.test` and `*.other.test` to this machine, in the process
 * that calls the emulated providers under their public names. The browser has its own rule for the same names.
 */
import dns, { type LookupAddress, type LookupOptions } from 'node:dns'

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void

const TEST_HOST = /\.(example|other)\.test$/
const LOOPBACK: LookupAddress = { address: '127.0.0.1', family: 4 }

const realLookup = dns.lookup

function lookup(
  hostname: string,
  options: LookupOptions | number | LookupCallback,
  callback?: LookupCallback,
) {
  const done = typeof options === 'function' ? options : callback
  if (!done || !TEST_HOST.test(hostname)) {
    return Reflect.apply(realLookup, dns, [hostname, options, callback])
  }
  // Sockets that try several addresses at once ask for all of them and get a list.
  const wantsAll = typeof options === 'object' && options.all === true
  process.nextTick(() => (wantsAll ? done(null, [LOOPBACK]) : done(null, LOOPBACK.address, LOOPBACK.family)))
}

dns.lookup = Object.assign(lookup, { __promisify__: realLookup.__promisify__ }) as typeof dns.lookup
