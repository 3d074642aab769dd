import { describe, expect, it } from 'vitest'
import { readStepUpChallenge } from './step-up-challenge.ts'

const ERROR = 'error="insufficient_user_authentication"'

describe('readStepUpChallenge', () => {
  it.each([
    [`Bearer ${ERROR}, acr_values="gold silver", max_age="60"`, { acr: ['gold', 'silver'], maxAge: 60 }],
    [`bearer ${ERROR}, max_age=0`, { maxAge: 0 }],
    [`DPoP max_age=5,${ERROR}`, { maxAge: 5 }],
    [`Bearer realm="a, error=\\"x\\"", ${ERROR} , ACR_VALUES = "urn:gold"`, { acr: ['urn:gold'] }],
    [`Basic realm="other", Bearer ${ERROR}, max_age=7`, { maxAge: 7 }],
    [`Bearer ${ERROR}, max_age=7, Basic realm="other"`, { maxAge: 7 }],
    [`Bearer error="insufficient_user_\\authentication", max_age="7"`, { maxAge: 7 }],
    [`Bearer ${ERROR}, acr_values="gold", max_age="soon"`, { acr: ['gold'] }],
  ])('ADV-08 reads %s', (header, need) => {
    expect(readStepUpChallenge(header)).toEqual({ acr: undefined, maxAge: undefined, ...need })
  })

  it.each([
    'Bearer',
    'Bearer error="invalid_token", max_age=5',
    'Bearer error="insufficient_scope", scope="repo"',
    `Bearer ${ERROR}`,
    `Bearer ${ERROR}, acr_values=""`,
    `Bearer ${ERROR}, acr_values="\u0007 é"`,
    `Bearer ${ERROR}, max_age="-1"`,
    `Bearer ${ERROR}, max_age="123456789"`,
    `Bearer ${ERROR}, acr_values="${'gold '.repeat(11)}"`,
    `Basic ${ERROR}, max_age=5`,
    `Basic ${ERROR}, Bearer max_age=5`,
    `${ERROR}, max_age=5`,
    `Bearer error_description="${ERROR.replaceAll('"', '\\"')}", max_age=5`,
    `Bearer ${ERROR}, max_age=5, x="${'y'.repeat(5000)}"`,
  ])('ADV-08 takes %j for another refusal', (header) => {
    expect(readStepUpChallenge(header)).toBeUndefined()
  })

  it.each([
    ' '.repeat(4_000),
    ','.repeat(4_000),
    `Bearer a="${'\\'.repeat(4_000)}`,
    'a '.repeat(2_000),
    'a'.repeat(4_000),
  ])('takes no time for a header that is made to take long', (header) => {
    const started = performance.now()

    expect(readStepUpChallenge(header)).toBeUndefined()

    expect(performance.now() - started).toBeLessThan(100)
  })
})
