import { AUTH_ERROR_PARAM, type LoginFailureCode } from '@coatcheck/sdk/wire'
import type { Response } from 'express'
import { sendPopupResultPage } from '../security/pages.ts'
import { withParameter } from '../security/return-to.ts'
import { seeOther } from './see-other.ts'

/** Where a login was to end. */
export interface Landing {
  returnTo: string
  /** Names the BroadcastChannel of a popup login; absent when the whole page went to the provider. */
  popup?: string | undefined
}

/** Ends a login: back in the app, or in the popup's last page. */
export function landAfterLogin(
  res: Response,
  { returnTo, popup }: Landing,
  failure: LoginFailureCode | undefined,
): void {
  if (popup !== undefined) sendPopupResultPage(res, popup, failure)
  else seeOther(res, failure ? withParameter(returnTo, AUTH_ERROR_PARAM, failure) : returnTo)
}
