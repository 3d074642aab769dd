// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { aWireIssue } from '../../testing/a-wire-issue.ts'
import { type BffAnswer, json, renderSignedIn, type SignedInPage } from '../../testing/render-signed-in.tsx'
import { IssueBoard } from './IssueBoard.tsx'

const TASKS_PANEL = { isOpen: false, toggle: () => undefined }
const REPOSITORY = { owner: 'ada', name: 'engine' }
const IN_PROGRESS = { name: 'in progress', color: 'fbca04' }

const OPEN = [
  aWireIssue({ number: 3, title: 'Carry wheel slips' }),
  aWireIssue({ number: 2, title: 'Bell rings twice', labels: [IN_PROGRESS] }),
]
const CLOSED = [aWireIssue({ number: 1, title: 'Order brass', state: 'closed' })]

const LIST: BffAnswer = ({ path }) => json(path.includes('state=open') ? OPEN : CLOSED)

function renderBoard(answer: BffAnswer, address = '/ada/engine'): SignedInPage {
  return renderSignedIn(<IssueBoard repository={REPOSITORY} tasksPanel={TASKS_PANEL} />, {
    route: '/:owner/:name',
    address,
    answer,
  })
}

async function column(name: string): Promise<HTMLElement> {
  return screen.findByRole('region', { name })
}

afterEach(cleanup)

describe('IssueBoard', () => {
  it('puts each issue into the column of its state and label', async () => {
    renderBoard(LIST)

    expect(within(await column('To do')).getByRole('link', { name: 'Carry wheel slips' })).toBeTruthy()
    expect(within(await column('In progress')).getByRole('link', { name: 'Bell rings twice' })).toBeTruthy()
    expect(within(await column('Done')).getByRole('link', { name: 'Order brass' })).toBeTruthy()
  })

  it('follows the Link header to the next page of open issues by itself', async () => {
    renderBoard(({ path }) => {
      if (!path.includes('state=open')) return json([])
      const isFirst = path.endsWith('page=1')
      const response = json([aWireIssue({ number: isFirst ? 40 : 8, title: isFirst ? 'New' : 'Old' })])
      if (isFirst) response.headers.set('link', '</api/github/repositories/1/issues?page=2>; rel="next"')
      return response
    })

    expect(await screen.findByRole('link', { name: 'Old' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'New' })).toBeTruthy()
  })

  it('leaves pull requests out', async () => {
    renderBoard(({ path }) =>
      json(
        path.includes('state=open')
          ? [...OPEN, aWireIssue({ number: 9, title: 'A branch', pull_request: {} })]
          : [],
      ),
    )
    await column('To do')

    expect(screen.queryByRole('link', { name: 'A branch' })).toBeNull()
  })

  it('narrows the board while one types, and keeps the search in the address', async () => {
    const page = renderBoard(LIST, '/ada/engine?tasks=open')
    await column('To do')

    await userEvent.type(screen.getByRole('searchbox', { name: 'Search issues' }), 'carry')

    await waitFor(() => expect(screen.queryByRole('link', { name: 'Bell rings twice' })).toBeNull())
    expect(screen.getByRole('link', { name: 'Carry wheel slips' })).toBeTruthy()
    expect(page.address()).toBe('/ada/engine?tasks=open&q=carry')
  })

  it('offers the way back when nothing matches the address it was opened with', async () => {
    const page = renderBoard(LIST, '/ada/engine?label=nowhere')

    await userEvent.click(await screen.findByRole('button', { name: 'Show all issues' }))

    expect(await screen.findByRole('link', { name: 'Order brass' })).toBeTruthy()
    expect(page.address()).toBe('/ada/engine')
  })

  it('says what went wrong when the repository is not there, without offering to try again', async () => {
    renderBoard(() => json({ message: 'Not Found' }, 404))

    expect(await screen.findByRole('heading', { name: 'Not found' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
  })
})
