import { decodeJwt } from 'jose'

/** How a provider is asked to send its answer to an authorization request; `.jwt` has it signed. */
export type ResponseMode = 'query' | 'query.jwt' | 'form_post' | 'form_post.jwt'

/** Whether the answer is a signed token (JARM). */
export function isSignedMode(mode: ResponseMode | undefined): boolean {
  return mode === 'query.jwt' || mode === 'form_post.jwt'
}

/** Whether the answer is a form that the provider's page posts, and not an address it redirects to. */
export function isPostedMode(mode: ResponseMode | undefined): boolean {
  return mode === 'form_post' || mode === 'form_post.jwt'
}

/**
 * Reads which login a signed answer says it belongs to. Nothing is verified here, and nothing but the login's
 * transaction is looked up by it.
 *
 * @returns null when there is no such thing to be read.
 */
export function stateOfSignedResponse(response: string | null): string | null {
  try {
    const { state } = decodeJwt(response ?? '')
    return typeof state === 'string' ? state : null
  } catch {
    return null
  }
}
