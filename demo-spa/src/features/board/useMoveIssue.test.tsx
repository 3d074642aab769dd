// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { aWireIssue } from '../../testing/a-wire-issue.ts'
import { type BffRequest, json, renderSignedIn, type SignedInPage } from '../../testing/render-signed-in.tsx'
import { columnOf } from './columns.ts'
import { useBoardIssues } from './useBoardIssues.ts'
import { useMoveIssue } from './useMoveIssue.ts'

const REPOSITORY = { owner: 'ada', name: 'engine' }

/** Shows where each issue stands, with a button that closes it. */
function Moves(): React.JSX.Element {
  const { issues } = useBoardIssues(REPOSITORY)
  const moveIssue = useMoveIssue(REPOSITORY)
  return (
    <ul>
      {issues.map((issue) => (
        <li key={issue.number}>
          <button type="button" onClick={() => moveIssue(issue, 'done')}>
            {issue.number}: {columnOf(issue)}
          </button>
        </li>
      ))}
    </ul>
  )
}

/** Renders two open issues; `change` answers what is sent to change them. */
function renderMoves(change: (request: BffRequest) => Response | Promise<Response>): SignedInPage {
  const issues = [aWireIssue({ number: 1 }), aWireIssue({ number: 2 })]
  return renderSignedIn(<Moves />, {
    answer: (request) => {
      if (request.method === 'PATCH') return change(request)
      return json(request.path.includes('state=open') ? issues : [])
    },
  })
}

afterEach(cleanup)

describe('useMoveIssue', () => {
  it('shows the move before GitHub has answered', async () => {
    let answer: (response: Response) => void = () => undefined
    renderMoves(() => new Promise((resolve) => (answer = resolve)))

    await userEvent.click(await screen.findByText('1: todo'))

    expect(await screen.findByText('1: done')).toBeTruthy()
    answer(json(aWireIssue({ number: 1, state: 'closed' })))
  })

  it('sends one PATCH with state and labels together', async () => {
    const page = renderMoves(() => json(aWireIssue({ number: 1, state: 'closed' })))

    await userEvent.click(await screen.findByText('1: todo'))
    await screen.findByText('1: done')

    await waitFor(() => expect(page.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1))
    expect(page.requests.at(-1)).toEqual({
      method: 'PATCH',
      path: '/api/github/repos/ada/engine/issues/1',
      body: { state: 'closed', state_reason: 'completed', labels: [] },
    })
  })

  it('takes a refused move back and says so, without undoing the one beside it', async () => {
    renderMoves(({ path }) =>
      path.endsWith('/1') ? json({ message: 'no' }, 403) : json(aWireIssue({ number: 2, state: 'closed' })),
    )

    await userEvent.click(await screen.findByText('1: todo'))
    await userEvent.click(await screen.findByText('2: todo'))

    expect(await screen.findByText(/#1 was not changed/)).toBeTruthy()
    expect(await screen.findByText('1: todo')).toBeTruthy()
    expect(await screen.findByText('2: done')).toBeTruthy()
  })

  it('sends nothing when the issue is there already', async () => {
    const page = renderMoves(() => json(aWireIssue({ number: 1, state: 'closed' })))
    await userEvent.click(await screen.findByText('1: todo'))
    await userEvent.click(await screen.findByText('1: done'))

    await waitFor(() => expect(page.cache.isMutating()).toBe(0))
    expect(page.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1)
  })
})
