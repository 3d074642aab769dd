// @vitest-environment jsdom
import type { Connection } from '@coatcheck/sdk'
import { cleanup, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { GITHUB, json, renderSignedIn } from '../../testing/render-signed-in.tsx'
import { ConnectionGate } from './ConnectionGate.tsx'

const GOOGLE: Connection = {
  provider: 'google',
  accountId: '2',
  label: 'ada@example.com',
  scopes: ['openid', 'https://www.googleapis.com/auth/tasks'],
  status: 'active',
}

function renderGate(...connections: Connection[]): void {
  const gate = (
    <ConnectionGate provider="google">
      <p>My tasks</p>
    </ConnectionGate>
  )
  renderSignedIn(gate, { connections, answer: () => json({}) })
}

afterEach(cleanup)

describe('ConnectionGate', () => {
  it('opens for an account that allows what is needed', () => {
    renderGate(GITHUB, GOOGLE)

    expect(screen.getByText('My tasks')).toBeTruthy()
  })

  it.each<[string, Connection[], string]>([
    ['to connect an account that is not there', [GITHUB], 'Connect Google'],
    [
      'to renew one the provider no longer accepts',
      [{ ...GOOGLE, status: 'reauth_required' }],
      'Reconnect Google',
    ],
    ['to allow what was left unticked', [{ ...GOOGLE, scopes: ['openid'] }], 'Allow Tasks'],
  ])('asks %s', (_what, connections, action) => {
    renderGate(...connections)

    expect(screen.getByRole('button', { name: action })).toBeTruthy()
    expect(screen.queryByText('My tasks')).toBeNull()
  })
})
