import { describe, expect, it } from 'vitest'
import { anIssue } from '../../testing/an-issue.ts'
import type { Issue } from '../github/issue.ts'
import { columnOf, groupByColumn, moveChange, movedIssue } from './columns.ts'

const BUG = { name: 'bug', color: 'd73a4a' }
const IN_PROGRESS = { name: 'in progress', color: 'fbca04' }

describe('columnOf', () => {
  it.each<[string, Partial<Issue>, string]>([
    ['an open issue without the label', { state: 'open', labels: [BUG] }, 'todo'],
    ['an open issue with the label', { state: 'open', labels: [BUG, IN_PROGRESS] }, 'progress'],
    ['the label in capitals', { state: 'open', labels: [{ name: 'In Progress', color: '' }] }, 'progress'],
    ['a closed issue', { state: 'closed', labels: [] }, 'done'],
    ['a closed issue that kept the label', { state: 'closed', labels: [IN_PROGRESS] }, 'done'],
  ])('places %s', (_what, fields, column) => {
    expect(columnOf(anIssue(fields))).toBe(column)
  })
})

describe('groupByColumn', () => {
  it('keeps the order within a column', () => {
    const groups = groupByColumn([
      anIssue({ number: 3 }),
      anIssue({ number: 1 }),
      anIssue({ number: 2, state: 'closed' }),
    ])

    expect(groups.todo.map(({ number }) => number)).toEqual([3, 1])
    expect(groups.done.map(({ number }) => number)).toEqual([2])
  })
})

describe('moveChange', () => {
  it('opens the issue and takes the label away for To do', () => {
    expect(moveChange(anIssue({ labels: [BUG, IN_PROGRESS] }), 'todo')).toEqual({
      state: 'open',
      labels: ['bug'],
    })
  })

  it('opens the issue and adds the label for In progress', () => {
    expect(moveChange(anIssue({ labels: [BUG] }), 'progress')).toEqual({
      state: 'open',
      labels: ['bug', 'in progress'],
    })
  })

  it('closes the issue as completed for Done', () => {
    expect(moveChange(anIssue({ labels: [IN_PROGRESS] }), 'done')).toEqual({
      state: 'closed',
      state_reason: 'completed',
      labels: [],
    })
  })
})

describe('movedIssue', () => {
  it.each(['todo', 'progress', 'done'] as const)('lands in the column it was moved to: %s', (column) => {
    expect(columnOf(movedIssue(anIssue({ labels: [BUG, IN_PROGRESS] }), column))).toBe(column)
  })

  it('keeps the other labels with their colours', () => {
    expect(movedIssue(anIssue({ labels: [BUG] }), 'progress').labels).toContainEqual(BUG)
  })
})
