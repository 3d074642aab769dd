import { BffError } from '../errors.ts'
import type { AccessTokens, AuthenticationNeed, SessionAccess } from '../session/access.ts'
import type { Credential } from './credential.ts'
import { readStepUpChallenge } from './step-up-challenge.ts'

/** Judges for one upstream whether people have authenticated recently and strongly enough. */
export interface StepUp {
  /** @throws {BffError} `step_up_required` (403): not as its route needs. */
  assert(session: SessionAccess, need: AuthenticationNeed): void

  /**
   * Reads a 401 of the upstream.
   *
   * @param challenge Its `WWW-Authenticate`.
   * @returns `step_up_required` (403) when it asks for another authentication, and the person has not authenticated
   *   like that. Undefined for every other 401: also for one that a further login would not help against, so that
   *   nobody is sent round in circles.
   */
  refusalOf(session: SessionAccess, challenge: string | string[] | undefined): BffError | undefined
}

/** How much time between a login and the upstream's own idea of it is none, in seconds. */
const LEEWAY_SECONDS = 30

/**
 * Creates the judge of an upstream: what counts is the authentication at the provider whose token its calls carry, or
 * that at the sign-in where they carry nobody's.
 *
 * @see RFC 9470 sections 3 to 5
 */
export function createStepUp(
  { providerId }: Pick<Credential, 'providerId'>,
  { isAuthenticated }: Pick<AccessTokens, 'isAuthenticated'>,
): StepUp {
  return {
    assert(session, need) {
      const provider = providerId ?? session.signInProvider
      if (!isAuthenticated(session, provider, need)) throw stepUpRequired(provider, need)
    },
    refusalOf(session, challenge) {
      // Without a person's token there is nobody the upstream could mean.
      if (providerId === undefined || challenge === undefined) return undefined
      const need = readStepUpChallenge(String(challenge))
      if (!need) return undefined
      const { maxAge, acr } = need
      const almost = { acr, maxAge: maxAge === undefined ? undefined : maxAge + LEEWAY_SECONDS }
      return isAuthenticated(session, providerId, almost) ? undefined : stepUpRequired(providerId, need)
    },
  }
}

function stepUpRequired(provider: string, { maxAge, acr }: AuthenticationNeed): BffError {
  return new BffError('step_up_required', 'This call needs a more recent or a stronger sign-in.', {
    provider,
    ...(maxAge === undefined ? {} : { maxAge }),
    ...(acr === undefined ? {} : { acrValues: acr }),
  })
}
