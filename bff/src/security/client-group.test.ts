import { describe, expect, it } from 'vitest'
import { clientGroup } from './client-group.ts'

describe('clientGroup', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::ffff:c000:207', '192.0.2.7'],
    ['0:0:0:0:0:FFFF:192.0.2.7', '192.0.2.7'],
  ])('takes %s for the IPv4 address %s, a client of its own', (address, group) => {
    expect(clientGroup(address, 56)).toBe(group)
  })

  it.each([
    ['2001:db8:1:2ff::1', 56],
    ['2001:db8:1:200:ffff:ffff:ffff:ffff', 56],
    ['2001:0DB8:0001:0277:0000:0000:0000:0009', 56],
    ['2001:db8:1:2ab::1%eth0', 56],
  ])('OPS-08 counts %s to the network of its first %i bits', (address, length) => {
    expect(clientGroup(address, length)).toBe('2001:db8:1:200:0:0:0:0/56')
  })

  it.each([
    ['2001:db8:1:3ff::1', '2001:db8:1:300:0:0:0:0/56'],
    ['2001:db8:2:200::1', '2001:db8:2:200:0:0:0:0/56'],
    ['::1', '0:0:0:0:0:0:0:0/56'],
  ])('tells the network of %s from others', (address, group) => {
    expect(clientGroup(address, 56)).toBe(group)
  })

  it.each([
    [32, '2001:db8:0:0:0:0:0:0/32'],
    [64, '2001:db8:ff:ff:0:0:0:0/64'],
    [128, '2001:db8:ff:ff:ff:ff:ff:ff/128'],
  ])('keeps as many bits as it is told to: %i', (length, group) => {
    expect(clientGroup('2001:db8:ff:ff:ff:ff:ff:ff', length)).toBe(group)
  })

  it.each(['', 'unknown', '_hidden', '192.0.2.7:443', 'a'.repeat(4000)])(
    'takes whatever writes %j for one client',
    (address) => {
      expect(clientGroup(address, 56)).toBe('unknown')
    },
  )
})
