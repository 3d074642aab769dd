import { describe, expect, it } from 'vitest'
import { anIssue } from '../../testing/an-issue.ts'
import { filterIssues, isFiltering, readFilters, withFilter, withoutFilters } from './filters.ts'

const NOTHING = { text: '', label: '', assignee: '', milestone: '' }

describe('the filters in the address', () => {
  it('come back as they were written', () => {
    const query = withFilter(withFilter(new URLSearchParams(), 'text', 'carry wheel'), 'label', 'bug')

    expect(readFilters(query)).toEqual({ ...NOTHING, text: 'carry wheel', label: 'bug' })
  })

  it('leave no parameter behind when emptied', () => {
    expect(withFilter(new URLSearchParams('q=wheel'), 'text', '').toString()).toBe('')
  })

  it('leave the other parameters alone when cleared', () => {
    expect(
      withoutFilters(new URLSearchParams('q=a&label=b&assignee=c&milestone=d&tasks=open')).toString(),
    ).toBe('tasks=open')
  })
})

describe('isFiltering', () => {
  it('tells an open view from a narrowed one', () => {
    expect(isFiltering(NOTHING)).toBe(false)
    expect(isFiltering({ ...NOTHING, assignee: 'ada' })).toBe(true)
  })
})

describe('filterIssues', () => {
  const wheel = anIssue({ number: 12, title: 'Carry wheel slips', labels: [{ name: 'bug', color: '' }] })
  const card = anIssue({
    number: 7,
    title: 'Punch the cards',
    body: 'Mind the WHEEL',
    assignees: [{ login: 'grace', avatarUrl: '' }],
    milestone: { number: 1, title: 'Mill' },
  })

  it.each([
    ['words in title and body, whatever their case', { text: 'wheel' }, [12, 7]],
    ['every word', { text: 'wheel carry' }, [12]],
    ['an issue number', { text: '#7' }, [7]],
    ['a label', { label: 'bug' }, [12]],
    ['an assignee', { assignee: 'grace' }, [7]],
    ['a milestone', { milestone: 'Mill' }, [7]],
    ['everything at once', { text: 'wheel', milestone: 'Mill', label: 'bug' }, []],
  ])('narrows by %s', (_what, fields, numbers) => {
    const found = filterIssues([wheel, card], { ...NOTHING, ...fields })

    expect(found.map(({ number }) => number)).toEqual(numbers)
  })
})
