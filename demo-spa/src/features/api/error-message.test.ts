import { describe, expect, it } from 'vitest'
import { ApiError, type ApiErrorReason } from './api-error.ts'
import { toErrorMessage } from './error-message.ts'

describe('toErrorMessage', () => {
  it.each<[ApiErrorReason, ReturnType<typeof toErrorMessage>['remedy']]>([
    ['offline', 'retry'],
    ['unavailable', 'retry'],
    ['rate_limited', 'retry'],
    ['forbidden', null],
    ['not_found', null],
    ['reauth_required', 'renew'],
    ['insufficient_scope', 'renew'],
  ])('offers what can help after %s: %s', (reason, remedy) => {
    expect(toErrorMessage(new ApiError(reason, 'x')).remedy).toBe(remedy)
  })

  it('names the time at which a limit ends', () => {
    const retryAt = new Date(2030, 0, 1, 14, 30).getTime()

    expect(toErrorMessage(new ApiError('rate_limited', 'x', { retryAt })).detail).toContain('2:30')
  })

  it('keeps the message of an unexpected error to itself', () => {
    const { title, detail } = toErrorMessage(new TypeError('undefined is not a function'))

    expect(`${title} ${detail}`).not.toContain('undefined')
  })
})
