// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { json, renderSignedIn } from '../../testing/render-signed-in.tsx'
import { ApiError, type ApiErrorReason } from './api-error.ts'
import { ErrorPanel } from './ErrorPanel.tsx'

function renderPanel(reason: ApiErrorReason, retry: () => void = () => undefined): void {
  const panel = <ErrorPanel error={new ApiError(reason, 'x')} provider="google" retry={retry} />
  renderSignedIn(panel, { answer: () => json({}) })
}

afterEach(cleanup)

describe('ErrorPanel', () => {
  it('asks again on demand after an outage', async () => {
    let retries = 0
    renderPanel('unavailable', () => {
      retries += 1
    })

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))

    expect(retries).toBe(1)
  })

  it('offers to renew the access when the account did not allow enough', () => {
    renderPanel('insufficient_scope')

    expect(screen.getByRole('button', { name: 'Renew access at Google' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
  })
})
