import { describe, expect, it } from 'vitest'
import { createCallLimit } from './call-limit.ts'

const { signal: NEVER } = new AbortController()

describe('createCallLimit', () => {
  it('gives turns in the order they were asked for, one for each that ends', async () => {
    const calls = createCallLimit(1)
    const turns: string[] = []
    const take = async (name: string) => {
      const end = await calls.take(NEVER)
      turns.push(name)
      return end
    }
    const [first, second, third] = [take('first'), take('second'), take('third')]

    const before = [...(await first.then(() => turns))]
    ;(await first)()
    const between = [...(await second.then(() => turns))]
    ;(await second)()
    await third

    expect([before, between, turns]).toEqual([['first'], ['first', 'second'], ['first', 'second', 'third']])
  })

  it('has a free turn again after all have ended', async () => {
    const calls = createCallLimit(2)
    const ends = [await calls.take(NEVER), await calls.take(NEVER)]
    for (const end of ends) end()

    const again = [await calls.take(NEVER), await calls.take(NEVER)]

    expect(again).toHaveLength(2)
  })

  it('lets nobody wait who has given up already', async () => {
    const calls = createCallLimit(1)
    await calls.take(NEVER)

    await expect(calls.take(AbortSignal.abort('given up'))).rejects.toBe('given up')
  })

  it('passes over those who have given up while they waited, and tells them why', async () => {
    const calls = createCallLimit(1)
    const end = await calls.take(NEVER)
    const impatient = new AbortController()
    const given = calls.take(impatient.signal)
    const patient = calls.take(NEVER)

    impatient.abort('given up')
    await expect(given).rejects.toBe('given up')
    end()
    const endOfPatient = await patient
    endOfPatient()

    expect(await calls.take(NEVER)).toBeTypeOf('function')
  })

  it('takes back no turn from whoever gives up too late', async () => {
    const calls = createCallLimit(1)
    const end = await calls.take(NEVER)
    const late = new AbortController()
    const second = calls.take(late.signal)
    end()
    const endOfSecond = await second
    late.abort()
    const third = calls.take(NEVER)

    endOfSecond()

    expect(await third).toBeTypeOf('function')
  })
})
