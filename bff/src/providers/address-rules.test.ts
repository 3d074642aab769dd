import { describe, expect, it } from 'vitest'
import { isPermittedAddress } from './address-rules.ts'

const NOTHING = { allowLoopback: false, allowPrivateNetwork: false }

const PUBLIC = [
  '140.82.121.3',
  '8.8.8.8',
  '172.15.255.255',
  '172.32.0.1',
  '1.0.0.1',
  '11.0.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '169.253.255.255',
  '192.0.1.1',
  '192.167.255.255',
  '198.17.255.255',
  '198.20.0.1',
  '223.255.255.255',
  '2001:1::1',
  '2003::1',
  '64:ff9b:2::1',
  '2a00:1450:4001:82f::200e',
  '64:ff9b::808:808',
]
const LOOPBACK = ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1']
const PRIVATE = [
  '0.0.0.0',
  '0.255.255.255',
  '10.0.0.1',
  '10.255.255.255',
  '100.127.255.255',
  '169.254.0.1',
  '192.0.0.1',
  '192.0.0.255',
  '192.168.255.255',
  '198.19.255.255',
  '239.255.255.255',
  '240.0.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '64:ff9b:1::1',
  '2001::1',
  '2001:0:ffff::1',
  'fdff::1',
  'febf::1',
  'fec0::1',
  'feff::1',
  'ffff::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'ff02::1',
  '::ffff:10.0.0.1',
  '::ffff:a9fe:a9fe',
  '2002:a00:1::1',
]

describe('where a provider may be called', () => {
  it.each(PUBLIC)('at %s, always', (address) => {
    expect(isPermittedAddress(address, NOTHING)).toBe(true)
  })

  it.each(PRIVATE)('CFG-05 at %s only by allowPrivateNetwork', (address) => {
    expect(isPermittedAddress(address, NOTHING)).toBe(false)
    expect(isPermittedAddress(address, { ...NOTHING, allowLoopback: true })).toBe(false)
    expect(isPermittedAddress(address, { ...NOTHING, allowPrivateNetwork: true })).toBe(true)
  })

  it.each(LOOPBACK)(
    'CFG-05 at %s where the provider is on this machine, or by allowPrivateNetwork',
    (address) => {
      expect(isPermittedAddress(address, NOTHING)).toBe(false)
      expect(isPermittedAddress(address, { ...NOTHING, allowLoopback: true })).toBe(true)
      expect(isPermittedAddress(address, { ...NOTHING, allowPrivateNetwork: true })).toBe(true)
    },
  )
})
