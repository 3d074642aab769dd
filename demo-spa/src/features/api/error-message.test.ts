import { describe, expect, it } from 'vitest'
import { ApiError, type ApiErrorReason } from './api-error.ts'
import { toErrorMessage } from './error-message.ts'

describe('toErrorMessage', () => {
  it.each<[ApiErrorReason, boolean]>([
    ['offline', true],
    ['unavailable', true],
    ['rate_limited', true],
    ['forbidden', false],
    ['not_found', false],
    ['reauth_required', false],
    ['insufficient_scope', false],
  ])('offers another try where it can help: %s', (reason, canRetry) => {
    expect(toErrorMessage(new ApiError(reason, 'x')).canRetry).toBe(canRetry)
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
