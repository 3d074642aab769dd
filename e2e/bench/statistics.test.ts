import { describe, expect, it } from 'vitest'
import { median, quantile, spreadOfMedian } from './statistics.ts'

const oneTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

describe('median', () => {
  it('is the middle of an odd number of values, in whatever order', () => {
    expect(median([9, 1, 5])).toBe(5)
  })

  it('is the mean of the two middle ones of an even number', () => {
    expect(median([10, 1, 4, 2])).toBe(3)
  })

  it('is the value itself of one, and none of none', () => {
    expect(median([7])).toBe(7)
    expect(median([])).toBeNaN()
  })
})

describe('spreadOfMedian', () => {
  it('leaves the smallest and the largest of ten out, so that one bad round does not decide', () => {
    expect(spreadOfMedian(oneTo(10))).toBe((9 - 2) / 2)
    expect(spreadOfMedian([...oneTo(9), 1000])).toBe((9 - 2) / 2)
  })

  it('leaves five of twenty out at either end', () => {
    expect(spreadOfMedian(oneTo(20))).toBe((15 - 6) / 2)
  })

  it('takes all of a few values', () => {
    expect(spreadOfMedian([3, 1, 2])).toBe(1)
  })

  it('is nothing of values that agree', () => {
    expect(spreadOfMedian([2, 2, 2, 2, 2, 2])).toBe(0)
  })
})

describe('quantile', () => {
  it('is the nearest rank', () => {
    const values = Float64Array.from(oneTo(200)).reverse()

    expect(quantile(values, 0.5)).toBe(100)
    expect(quantile(values, 0.99)).toBe(198)
  })
})
