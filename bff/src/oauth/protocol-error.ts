import { errors } from 'jose'
import * as oauth from 'oauth4webapi'

/** Whether the other side broke the protocol or refused; anything else is a bug of ours. */
export function isProtocolError(error: unknown): boolean {
  return (
    error instanceof oauth.OperationProcessingError ||
    error instanceof oauth.ResponseBodyError ||
    error instanceof oauth.AuthorizationResponseError ||
    error instanceof oauth.WWWAuthenticateChallengeError ||
    error instanceof oauth.UnsupportedOperationError ||
    error instanceof errors.JOSEError
  )
}
