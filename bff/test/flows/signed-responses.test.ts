import type { JWTPayload } from 'jose'
import { describe, expect, it } from 'vitest'
import { agreeAt, comeBack } from '../support/journey.ts'
import { type CorpBff, loginAtCorp, startCorp } from '../support/start-corp.ts'
import { signAsCorp, signAsStranger } from '../support/strict-keys.ts'
import { STRICT_PATHS } from '../support/strict-provider.ts'
import { withMembers } from '../support/test-provider.ts'

const WITHOUT_PROMISE = { authorization_response_iss_parameter_supported: undefined }

describe('a signed answer', () => {
  it('ADV-10 ends in the app', async () => {
    const bff = await startCorp({ settings: { responseMode: 'query.jwt' } })

    expect((await loginAtCorp(bff.browser(), '?returnTo=/board')).headers.location).toBe('/board')

    expect(bff.corp.callsTo(STRICT_PATHS.push)[0]?.form.get('response_mode')).toBe('query.jwt')
  })

  it.each([
    ['of another issuer', { iss: 'https://evil.example' }],
    ['of nobody', { iss: undefined }],
    ['for another client', { aud: 'stranger' }],
    ['for nobody', { aud: undefined }],
    ['long over', { exp: Math.floor(Date.now() / 1000) - 360 }],
    ['without end', { exp: undefined }],
    ['to another login', { state: 'A'.repeat(43) }],
    ['to no login', { state: undefined }],
  ])('ADV-10 fapi2-jarm: stops in front of the token endpoint when it is %s', async (_what, claims) => {
    const bff = await startCorp({ settings: { responseMode: 'query.jwt' } })
    // An issuer that is promised in the clear would be missed in there, too.
    bff.corp.interfere(STRICT_PATHS.metadata, withMembers(WITHOUT_PROMISE))
    bff.corp.signAnswer = (honest) => signAsCorp({ ...honest, ...claims } as JWTPayload)

    await expectRefused(bff)
  })

  it.each([
    ['by a stranger', (claims: JWTPayload) => signAsStranger(claims)],
    ['with another of the published keys', (claims: JWTPayload) => signAsCorp(claims, 'PS256')],
    ['by nobody', async (claims: JWTPayload) => unsigned({ alg: 'none' }, claims)],
    [
      'as another algorithm than the expected',
      async (claims: JWTPayload) => unsigned({ alg: 'HS256' }, claims),
    ],
    ['as no token at all', async () => 'nonsense'],
  ])('ADV-10 fapi2-jarm: stops in front of the token endpoint when it is signed %s', async (_what, sign) => {
    const bff = await startCorp({ settings: { responseMode: 'query.jwt' } })
    bff.corp.signAnswer = sign

    await expectRefused(bff)
  })

  it('ADV-10 is the only one that counts, in the clear or beside it', async () => {
    const bff = await startCorp({ settings: { responseMode: 'query.jwt' } })
    const browser = bff.browser()
    const departure = await browser.navigate('/bff/login/corp')
    const state = bff.corp.callsTo(STRICT_PATHS.push)[0]?.form.get('state') ?? ''
    const signed = await agreeAt(departure.location())
    const clear = new URL(signed.origin + signed.pathname)
    clear.search = String(new URLSearchParams({ code: 'x', state, iss: bff.corp.origin }))
    const both = new URL(signed)
    both.searchParams.set('code', 'x')

    for (const url of [clear, both]) expect((await comeBack(browser, url)).status).toBe(400)
    expect(bff.corp.callsTo(STRICT_PATHS.token)).toEqual([])
    expect((await comeBack(browser, signed)).status).toBe(303)
  })

  it('ADV-10 tells of a refusal, too', async () => {
    const bff = await startCorp({ settings: { responseMode: 'query.jwt' } })
    bff.corp.signAnswer = ({ code: _code, ...claims }) => signAsCorp({ ...claims, error: 'access_denied' })

    expect((await loginAtCorp(bff.browser())).headers.location).toBe('/?auth_error=access_denied')
  })
})

function unsigned(header: object, claims: JWTPayload): string {
  const parts = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  return `${parts.join('.')}.AAAA`
}

async function expectRefused(bff: CorpBff): Promise<void> {
  const browser = bff.browser()
  const answer = await loginAtCorp(browser)

  expect(answer.status).toBe(400)
  expect(answer.headers.location).toBeUndefined()
  expect(bff.corp.callsTo(STRICT_PATHS.token)).toEqual([])
  expect((await browser.fetch('/bff/session')).status).toBe(204)
}
