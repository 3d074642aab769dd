import { describe, expect, it } from 'vitest'
import { toTokenSet } from './token-set.ts'

const NOW = Date.UTC(2030, 0, 1)
const BODY = { access_token: 'at', token_type: 'bearer' as const }
const CLAIMS = { iss: 'https://id.example', sub: 'ada', aud: 'client', iat: 0, exp: 1 }
const YEAR_SECONDS = 365 * 24 * 60 * 60

describe('toTokenSet', () => {
  it('has nothing that the response has not', () => {
    expect(toTokenSet(BODY, ['read'], NOW, undefined)).toEqual({ accessToken: 'at', scope: ['read'] })
  })

  it('keeps refresh token and ID token, the subject beside it, and an absolute end', () => {
    const body = { ...BODY, refresh_token: 'rt', id_token: 'it', expires_in: 60 }

    expect(toTokenSet(body, [], NOW, CLAIMS)).toEqual({
      accessToken: 'at',
      scope: [],
      refreshToken: 'rt',
      idToken: 'it',
      subject: 'ada',
      expiresAt: NOW + 60_000,
    })
  })

  it('keeps no ID token that nobody has verified', () => {
    const tokens = toTokenSet({ ...BODY, id_token: 'it' }, [], NOW, undefined)

    expect(tokens).toEqual({ accessToken: 'at', scope: [] })
  })

  it.each([
    [1, NOW + 1_000],
    [YEAR_SECONDS, NOW + YEAR_SECONDS * 1000],
    [YEAR_SECONDS + 1, undefined],
    [0, undefined],
    [-1, undefined],
  ])('takes an expires_in of %i for an end at %s', (seconds, expiresAt) => {
    expect(toTokenSet({ ...BODY, expires_in: seconds }, [], NOW, undefined).expiresAt).toBe(expiresAt)
  })
})
