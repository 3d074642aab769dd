import type { ServerResponse } from 'node:http'
import { html } from '../../html.ts'
import { sendPage } from '../../page.ts'
import { BANNER } from './banner.ts'

/** An OAuth error as oidc-provider reports it. */
export interface AuthorizationError {
  error: string
  error_description?: string | undefined
}

/** Google's names for errors it shows to the person instead of redirecting. */
const GOOGLE_NAMES: Readonly<Record<string, string>> = { invalid_redirect_uri: 'redirect_uri_mismatch' }

/**
 * Shows why access is blocked.
 *
 * Errors that make the redirect URI itself doubtful end here and are never redirected: sending them on would
 * make Google an open redirector (RFC 9700 section 4.11).
 */
export function sendErrorPage(res: ServerResponse, { error, error_description }: AuthorizationError): void {
  sendPage(res, 400, {
    title: 'Error 400 - Google emulator',
    banner: BANNER,
    body: html`
      <div>
        <div class="mark" aria-hidden="true">G</div>
        <h1>Access blocked: this app’s request is invalid</h1>
      </div>
      <div>
        <p>You can’t sign in because this app sent an invalid request. Go back and try again, or contact the
          app’s developer about this issue.</p>
        <p><strong>Error 400: ${GOOGLE_NAMES[error] ?? error}</strong></p>
        <p class="quiet">${error_description}</p>
      </div>`,
  })
}
