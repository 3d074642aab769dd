import { describe, expect, it } from 'vitest'
import { nextPage } from './next-page.ts'

describe('nextPage', () => {
  it('finds the next page in a rewritten, relative link', () => {
    const link =
      '</api/github/repositories/42/issues?per_page=30&page=2>; rel="next", </api/github/x?page=5>; rel="last"'

    expect(nextPage(link)).toBe(2)
  })

  it.each([
    ['no header', null],
    ['only a previous page', '<https://api.example.test/x?page=1>; rel="prev"'],
    ['a next page without a number', '<https://api.example.test/x?after=abc>; rel="next"'],
  ])('ends at %s', (_what, link) => {
    expect(nextPage(link)).toBeUndefined()
  })
})
