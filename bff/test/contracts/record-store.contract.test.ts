import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeStores } from '../support/describe-stores.ts'

const MINUTE_MS = 60_000
const SECOND_MS = 1000
const MOMENT_MS = 30

describeStores('RecordStore', (stores, others) => {
  it('reads what was created, and nothing else', async () => {
    const { records } = stores()
    const key = randomUUID()

    expect(await records.create(key, 'value', MINUTE_MS)).toBe(true)

    expect(await records.read(key)).toBe('value')
    expect(await records.read(`${key}x`)).toBeUndefined()
  })

  it('reads many in the order of their keys, absent ones among them', async () => {
    const { records } = stores()
    const [first, second] = [randomUUID(), randomUUID()]
    await records.create(first, 'one', 60_000)
    await records.create(second, 'two', 60_000)

    expect(await records.readMany([second, randomUUID(), first])).toEqual(['two', undefined, 'one'])
  })

  it('keeps values as they are', async () => {
    const { records } = stores()
    const key = randomUUID()
    const value = '{"a":"é\u2028\u0000𝒳","b":[]} \n'

    await records.create(key, value, MINUTE_MS)

    expect(await records.read(key)).toBe(value)
  })

  it('creates under a free key only: of fifty callers at once, one', async () => {
    const { records } = stores()
    const key = randomUUID()

    const created = await Promise.all(fifty((index) => records.create(key, `value ${index}`, MINUTE_MS)))

    expect(created.filter(Boolean)).toHaveLength(1)
    expect(await records.read(key)).toBe(`value ${created.indexOf(true)}`)
  })

  it('gives a record to one of fifty callers that take it at once', async () => {
    const { records } = stores()
    const key = randomUUID()
    await records.create(key, 'value', MINUTE_MS)

    const taken = await Promise.all(fifty(() => records.take(key)))

    expect(taken.filter((value) => value !== undefined)).toEqual(['value'])
    expect(await records.read(key)).toBeUndefined()
  })

  it('replaces exactly what was read: of fifty callers at once, one', async () => {
    const { records } = stores()
    const key = randomUUID()
    await records.create(key, 'value', MINUTE_MS)

    const replaced = await Promise.all(fifty((index) => records.replace(key, 'value', `value ${index}`)))

    expect(replaced.filter(Boolean)).toHaveLength(1)
    expect(await records.read(key)).toBe(`value ${replaced.indexOf(true)}`)
  })

  it('SESS-15 never brings back what is gone', async () => {
    const { records } = stores()
    const [taken, removed, unknown] = [randomUUID(), randomUUID(), randomUUID()]
    await records.create(taken, 'value', MINUTE_MS)
    await records.create(removed, 'value', MINUTE_MS)
    await records.take(taken)
    await records.remove([removed, unknown])

    for (const key of [taken, removed, unknown]) {
      expect(await records.replace(key, 'value', 'newer')).toBe(false)
      await records.slide([key], MINUTE_MS)
      expect(await records.read(key)).toBeUndefined()
    }
  })

  it('lets a record go when its time is up, also when it was replaced meanwhile', async () => {
    const { records } = stores()
    const key = randomUUID()
    await records.create(key, 'value', MOMENT_MS)
    await records.replace(key, 'value', 'newer')

    await expect.poll(() => records.read(key)).toBeUndefined()

    expect(await records.take(key)).toBeUndefined()
    expect(await records.replace(key, 'newer', 'newest')).toBe(false)
    expect(await records.create(key, 'another', MINUTE_MS)).toBe(true)
  })

  it('slides only the records it is told to', async () => {
    const { records } = stores()
    const [longer, shorter, other] = [randomUUID(), randomUUID(), randomUUID()]
    await records.create(longer, 'value', SECOND_MS)
    await records.create(shorter, 'value', MINUTE_MS)
    await records.create(other, 'value', SECOND_MS)

    await records.slide([longer], MINUTE_MS)
    await records.slide([shorter], MOMENT_MS)

    await expect.poll(() => records.read(shorter)).toBeUndefined()
    await expect.poll(() => records.read(other)).toBeUndefined()
    expect(await records.read(longer)).toBe('value')
  })

  it('removes and extends exactly the value it is told, and nothing else', async () => {
    const { records } = stores()
    const key = randomUUID()
    await records.create(key, 'value', SECOND_MS)

    expect(await records.removeExact(key, 'other')).toBe(false)
    expect(await records.extend(key, 'other', MOMENT_MS)).toBe(false)
    expect(await records.extend(key, 'value', MINUTE_MS)).toBe(true)
    expect(await records.read(key)).toBe('value')
    expect(await records.removeExact(key, 'value')).toBe(true)
    expect(await records.removeExact(key, 'value')).toBe(false)
    expect(await records.extend(key, 'value', MINUTE_MS)).toBe(false)
    expect(await records.read(key)).toBeUndefined()
  })

  it('lists the members of a set that have not expired, the one with the nearest end first', async () => {
    const { records } = stores()
    const set = randomUUID()
    const now = Date.now()

    await records.addMember(set, 'second', now + 2 * MINUTE_MS)
    await records.addMember(set, 'first', now + MINUTE_MS)
    await records.addMember(set, 'gone', now - 1)
    await records.addMember(set, 'removed', now + MINUTE_MS)
    await records.addMember(set, 'third', now + MINUTE_MS)
    await records.addMember(set, 'third', now + 3 * MINUTE_MS)
    await records.removeMember(set, 'removed')
    await records.removeMember(set, 'unknown')

    expect(await records.members(set)).toEqual(['first', 'second', 'third'])
    expect(await records.members(randomUUID())).toEqual([])
  })

  it('lets members go one by one, each at its end', async () => {
    const { records } = stores()
    const set = randomUUID()

    await records.addMember(set, 'longer', Date.now() + MINUTE_MS)
    await records.addMember(set, 'shorter', Date.now() + 10 * MOMENT_MS)

    expect(await records.members(set)).toContain('longer')
    await expect.poll(() => records.members(set)).toEqual(['longer'])
  })

  it('counts exactly: fifty callers at once, of two processes, are told fifty numbers', async () => {
    const counter = randomUUID()
    const [here, there] = [stores().records, others().records]

    const counted = await Promise.all(fifty((index) => (index % 2 ? here : there).count(counter, MINUTE_MS)))

    const numbers = counted.map(({ count }) => count).sort((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: 50 }, (_value, index) => index + 1))
    expect(await stores().records.count(randomUUID(), MINUTE_MS)).toMatchObject({ count: 1 })
  })

  it('ends a counter that long after its first count, and no later one puts that off', async () => {
    const { records } = stores()
    const counter = randomUUID()
    const before = Date.now()

    const first = await records.count(counter, 10 * MOMENT_MS)
    const second = await records.count(counter, MINUTE_MS)

    expect([first.count, second.count]).toEqual([1, 2])
    expect(first.leftMs).toBe(10 * MOMENT_MS)
    expect(second.leftMs).toBeLessThanOrEqual(10 * MOMENT_MS)
    await expect.poll(async () => (await records.count(counter, 10 * MOMENT_MS)).count).toBe(1)
    expect(Date.now() - before).toBeGreaterThanOrEqual(10 * MOMENT_MS - 1)
  })

  it('takes an empty list for nothing to do, and answers a ping', async () => {
    const { records } = stores()

    await records.remove([])
    await records.slide([], MINUTE_MS)
    await records.ping()
  })
})

function fifty<T>(call: (index: number) => Promise<T>): Promise<T>[] {
  return Array.from({ length: 50 }, (_value, index) => call(index))
}
