// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { type BffAnswer, json, renderSignedIn, type SignedInPage } from '../../testing/render-signed-in.tsx'
import { TaskList } from './TaskList.tsx'

const TASK = { id: 't1', title: 'Buy blank cards', status: 'needsAction' }

/** Renders a list of one task; `change` answers whatever is not the reading of the list. */
function renderTasks(change: BffAnswer): SignedInPage {
  return renderSignedIn(<TaskList />, {
    answer: (request) => (request.method === 'GET' ? json({ items: [TASK] }) : change(request)),
  })
}

afterEach(cleanup)

describe('TaskList', () => {
  it('adds a task that is due on the day that was chosen, wherever the person is', async () => {
    const page = renderTasks(() => json({ id: 't2', title: 'Oil the mill', status: 'needsAction' }))

    await userEvent.type(await screen.findByRole('textbox', { name: 'New task' }), 'Oil the mill')
    fireEvent.change(screen.getByLabelText('Due date'), { target: { value: '2026-11-30' } })
    await userEvent.click(screen.getByRole('button', { name: 'Add task' }))

    await waitFor(() => expect(page.requests.find(({ method }) => method === 'POST')).toBeTruthy())
    expect(page.requests.find(({ method }) => method === 'POST')).toEqual({
      method: 'POST',
      path: '/api/tasks/lists/@default/tasks',
      body: { title: 'Oil the mill', due: '2026-11-30T00:00:00.000Z' },
    })
  })

  it('ticks a task off before Google has answered', async () => {
    renderTasks(() => new Promise<Response>(() => undefined))

    await userEvent.click(await screen.findByRole('checkbox', { name: 'Buy blank cards' }))

    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Buy blank cards' }).checked).toBe(true)
  })

  it('opens a task again when Google refuses to tick it off, and says so', async () => {
    renderTasks(() => json({ error: { message: 'no' } }, 403))

    await userEvent.click(await screen.findByRole('checkbox', { name: 'Buy blank cards' }))

    expect(await screen.findByText(/“Buy blank cards” was not changed/)).toBeTruthy()
    const checkbox = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Buy blank cards' })
    await waitFor(() => expect(checkbox.checked).toBe(false))
  })
})
