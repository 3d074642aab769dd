import type { IDToken } from 'oauth4webapi'
import { describe, expect, it } from 'vitest'
import { readAuthentication, satisfies } from './authentication.ts'

const NOW = Date.UTC(2030, 0, 1)
const IAT = 1_700_000_000

describe('readAuthentication', () => {
  it('tells the age by the provider’s own clock, whatever ours says', () => {
    const claims = someClaims({ auth_time: IAT - 90, acr: 'gold' })

    expect(readAuthentication(claims, undefined, NOW)).toEqual({ at: NOW - 90_000, acr: 'gold' })
  })

  it('IDT-13 lets nobody have authenticated in the future, which would never grow old', () => {
    const claims = someClaims({ auth_time: IAT + 1_000_000 })

    expect(readAuthentication(claims, undefined, NOW)).toEqual({ at: NOW })
  })

  it.each([undefined, someClaims({}), someClaims({ acr: '' }), someClaims({ acr: 'x'.repeat(257) })])(
    'knows nothing where nothing, or nothing of use, is said',
    (claims) => {
      expect(readAuthentication(claims, undefined, NOW)).toEqual({})
    },
  )

  it.each<[string, object]>([
    ['another one', { acr: 'bronze' }],
    ['a longer one', { acr: 'gold+' }],
    ['none', {}],
    ['a list', { acr: ['gold'] }],
  ])('IDT-13 refuses %s where context classes were asked for', (_what, claims) => {
    const read = () => readAuthentication(someClaims(claims), ['gold', 'silver'], NOW)

    expect(read).toThrow(expect.objectContaining({ code: 'login_failed' }))
  })

  it('IDT-13 accepts any one of those that were asked for', () => {
    expect(readAuthentication(someClaims({ acr: 'silver' }), ['gold', 'silver'], NOW)).toEqual({
      acr: 'silver',
    })
  })
})

describe('satisfies', () => {
  it.each([
    ['everything, when nothing is needed', {}, {}, true],
    ['an authentication as old as it may be', { at: NOW - 60_000 }, { maxAge: 60 }, true],
    ['one of the context classes', { acr: 'gold' }, { acr: ['gold', 'silver'] }, true],
    ['both', { at: NOW, acr: 'gold' }, { maxAge: 0, acr: ['gold'] }, true],
    ['not an older one', { at: NOW - 60_001 }, { maxAge: 60 }, false],
    ['not one of unknown age', { acr: 'gold' }, { maxAge: 60 }, false],
    ['not another context class', { acr: 'bronze' }, { acr: ['gold', 'silver'] }, false],
    ['not an unknown one', { at: NOW }, { acr: ['gold'] }, false],
    ['not half of what is needed', { at: NOW - 60_001, acr: 'gold' }, { maxAge: 60, acr: ['gold'] }, false],
  ])('takes %s', (_what, authentication, need, answer) => {
    expect(satisfies(authentication, need, NOW)).toBe(answer)
  })
})

function someClaims(claims: object): IDToken {
  return { iss: 'https://issuer.example', sub: 's', aud: 'c', iat: IAT, exp: IAT + 60, ...claims } as IDToken
}
