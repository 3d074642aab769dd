import type Provider from 'oidc-provider'
import type { Person } from '../../seed.ts'
import { findPerson } from '../find-person.ts'
import type { RecordStore } from './record-store.ts'
import { isSignInScope, KNOWN_SCOPES, withBothSpellings } from './scopes.ts'

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>
type Grant = InstanceType<Provider['Grant']>

/** An open question to a person: what may this client do? */
export interface Consent {
  person: Person
  /** Scopes the person may tick or leave, one by one. */
  asked: string[]
  /** Scopes that open an API and were granted before. */
  granted: string[]
  /** Sign-in scopes of the request; they come with the sign-in itself. */
  signIn: string[]
  grant: Grant
}

/**
 * Works out what to ask: the scopes not granted yet, or all of them on `prompt=consent`.
 *
 * @throws {Error} when the sign-in has no person yet.
 */
export async function openConsent(
  provider: Provider,
  records: RecordStore,
  { params, session }: Interaction,
): Promise<Consent> {
  const person = findPerson(session?.accountId)
  if (!person) throw new Error('consent without an account')
  const clientId = String(params.client_id)
  const grantId = records.findGrantId(person.googleSub, clientId)
  const grant =
    (grantId ? await provider.Grant.find(grantId) : undefined) ??
    new provider.Grant({ accountId: person.googleSub, clientId })

  const requested = knownScopes(params.scope)
  const before = grant.getOIDCScope().split(' ').filter(Boolean)
  const isAskedAgain = String(params.prompt ?? '')
    .split(' ')
    .includes('consent')
  const asked = requested.filter(
    (scope) => !isSignInScope(scope) && (isAskedAgain || !before.includes(scope)),
  )
  return {
    person,
    asked,
    granted: before.filter((scope) => !isSignInScope(scope) && !asked.includes(scope)),
    signIn: requested.filter(isSignInScope),
    grant,
  }
}

/**
 * Writes the person's answer into the grant.
 *
 * @param ticked What the form sent; anything that was not asked is ignored.
 * @returns False when nothing at all is granted, which Google reports as `access_denied`.
 */
export async function saveConsent(
  { asked, granted, signIn, grant }: Consent,
  ticked: readonly unknown[],
): Promise<boolean> {
  const agreed = [...signIn, ...asked.filter((scope) => ticked.includes(scope))]
  if (agreed.length === 0) return false

  grant.openid = { scope: withBothSpellings([...agreed, ...granted]).join(' ') }
  await grant.save()
  return true
}

function knownScopes(scope: unknown): string[] {
  return String(scope ?? '')
    .split(' ')
    .filter((name) => KNOWN_SCOPES.includes(name))
}
