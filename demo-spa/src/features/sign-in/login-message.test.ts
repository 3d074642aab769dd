import { describe, expect, it } from 'vitest'
import { loginMessage, signedOutMessage } from './login-message.ts'

describe('loginMessage', () => {
  it.each(['access_denied', 'login_expired', 'account_conflict', 'provider_unavailable'] as const)(
    'has words of its own for %s',
    (code) => {
      expect(loginMessage(code)).not.toEqual(loginMessage('login_failed'))
    },
  )
})

describe('signedOutMessage', () => {
  it('says nothing to somebody who was never signed in', () => {
    expect(signedOutMessage('anonymous')).toBeNull()
  })

  it('tells an expired session from one ended elsewhere', () => {
    expect(signedOutMessage('expired')).not.toEqual(signedOutMessage('revoked'))
  })
})
