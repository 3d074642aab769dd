import { ApiError } from './api-error.ts'

/** What to tell a person about a failed call, and what to offer: another try, a new grant at the provider, or nothing. */
export interface ErrorMessage {
  title: string
  detail: string
  remedy: 'retry' | 'renew' | null
}

const TIME = new Intl.DateTimeFormat('en', { timeStyle: 'short' })

/** Words a failure for the person who met it: what happened and what to do, never an internal message. */
export function toErrorMessage(error: unknown): ErrorMessage {
  if (!(error instanceof ApiError)) return message('Something went wrong', 'Try again; nothing was lost.')

  switch (error.reason) {
    case 'offline':
      return message('You seem to be offline', 'Check the connection; this page carries on when it is back.')
    case 'unavailable':
      return message('The service is not answering', 'It is usually back within a minute.')
    case 'rate_limited':
      return message('Too many requests', rateLimitDetail(error.details.retryAt))
    case 'unauthenticated':
      return final('Your session has ended', 'Sign in again to carry on here.')
    case 'reauth_required':
      return renewable(
        'The account must be connected again',
        'The provider no longer accepts the access it gave.',
      )
    case 'not_connected':
      return renewable('The account is not connected', 'Connect it to see what belongs here.')
    case 'insufficient_scope':
      return renewable('More access is needed', 'The account did not allow everything this needs.')
    case 'forbidden':
      return final('You may not do that', 'The account has no permission for it.')
    case 'not_found':
      return final('Not found', 'It does not exist, or the account may not see it.')
    case 'invalid':
      return final('That was not accepted', error.message)
    case 'unknown':
      return message('Something went wrong', 'Try again; nothing was lost.')
  }
}

function message(title: string, detail: string): ErrorMessage {
  return { title, detail, remedy: 'retry' }
}

function final(title: string, detail: string): ErrorMessage {
  return { title, detail, remedy: null }
}

function renewable(title: string, detail: string): ErrorMessage {
  return { title, detail, remedy: 'renew' }
}

function rateLimitDetail(retryAt: number | undefined): string {
  return retryAt === undefined
    ? 'The provider asks for a pause. Try again in a minute.'
    : `The provider asks for a pause until ${TIME.format(retryAt)}.`
}
