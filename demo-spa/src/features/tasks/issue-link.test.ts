import { describe, expect, it } from 'vitest'
import { anIssue } from '../../testing/an-issue.ts'
import { findIssuePath, notesFor } from './issue-link.ts'

const ORIGIN = 'https://app.example.test'
const REPOSITORY = { owner: 'ada', name: 'analytical-engine' }

describe('findIssuePath', () => {
  it('finds its way back from a task to the issue it was made from', () => {
    const notes = notesFor(REPOSITORY, anIssue({ number: 12 }), ORIGIN)

    expect(findIssuePath(`Ask Grace first.\n${notes}`, ORIGIN)).toBe('/ada/analytical-engine/issues/12')
  })

  it.each([
    ['another site', 'https://evil.example/ada/engine/issues/1'],
    ['a site that starts alike', 'https://app.example.test.evil.example/ada/engine/issues/1'],
    ['another page of this app', 'https://app.example.test/bff/logout'],
    ['an address that leaves the shape', 'https://app.example.test/ada/engine/issues/1/../../../x'],
    ['a script', 'javascript:alert(1)'],
  ])('links to nothing when the notes hold %s', (_what, notes) => {
    expect(findIssuePath(notes, ORIGIN)).toBeUndefined()
  })
})
