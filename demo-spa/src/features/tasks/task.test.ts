import { describe, expect, it } from 'vitest'
import { inWorkingOrder, type Task, toTask } from './task.ts'

function aTask(id: string, fields: Partial<Task> = {}): Task {
  return { id, title: id, notes: '', isDone: false, ...fields }
}

describe('inWorkingOrder', () => {
  it('puts what is due first on top, the undated after it, the done at the end', () => {
    const ordered = inWorkingOrder([
      aTask('done', { isDone: true, due: '2026-01-01T00:00:00.000Z' }),
      aTask('undated'),
      aTask('later', { due: '2026-12-01T00:00:00.000Z' }),
      aTask('sooner', { due: '2026-11-01T00:00:00.000Z' }),
    ])

    expect(ordered.map(({ id }) => id)).toEqual(['sooner', 'later', 'undated', 'done'])
  })
})

describe('toTask', () => {
  it('gives a task without a title one that can be seen and clicked', () => {
    expect(toTask({ id: 't', title: '', status: 'completed' })).toEqual({
      id: 't',
      title: '(No title)',
      notes: '',
      isDone: true,
    })
  })
})
