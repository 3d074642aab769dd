import { interactionPolicy } from 'oidc-provider'
import { findPerson } from '../find-person.ts'

const { Check, Prompt, base } = interactionPolicy

/**
 * Decides when Google shows a page: the account choice, or the consent.
 *
 * `prompt=select_account` and a login hint for somebody else bring the account choice back; consent is asked
 * once per scope, and again on `prompt=consent`. What the person unticked is not remembered as an answer, so
 * asking for it again shows the page again.
 */
export function createInteractionPolicy(): interactionPolicy.DefaultPolicy {
  const policy = base()
  policy.add(new Prompt({ name: 'select_account', requestable: true }), 0)
  policy.get('login')?.checks.add(loginHintNamesAnother())

  const consent = policy.get('consent')
  consent?.checks.remove('op_scopes_missing')
  consent?.checks.add(scopesNotYetGranted())
  return policy
}

function loginHintNamesAnother(): interactionPolicy.Check {
  return new Check(
    'login_hint_mismatch',
    'login_hint names another account',
    'login_required',
    ({ oidc }) => {
      const hinted = findPerson(oidc.params?.login_hint)
      if (!hinted || oidc.result?.login) return Check.NO_NEED_TO_PROMPT
      return hinted.googleSub !== oidc.session?.accountId
    },
  )
}

function scopesNotYetGranted(): interactionPolicy.Check {
  return new Check('scopes_missing', 'requested scopes not granted', 'consent_required', ({ oidc }) => {
    // The person has just answered; asking for what they unticked would never end.
    if (oidc.result?.consent) return Check.NO_NEED_TO_PROMPT
    const granted = new Set(oidc.grant?.getOIDCScope().split(' '))
    return [...oidc.requestParamOIDCScopes].some((scope) => !granted.has(scope))
  })
}
