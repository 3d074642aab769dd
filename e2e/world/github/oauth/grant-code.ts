import type { Account } from '../data/account.ts'
import type { FaultSettings } from '../faults.ts'
import type { AuthorizationCodes } from './authorization-codes.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import type { Authorizations } from './authorizations.ts'
import { hasScope } from './scope.ts'

/** What granting works with. */
export interface GrantDeps {
  codes: AuthorizationCodes
  authorizations: Authorizations
  faults: Pick<FaultSettings, 'grantableScope'>
}

/** Whether nothing new is asked for, so that GitHub sends the person straight back. */
export function isGranted(deps: GrantDeps, request: AuthorizationRequest, account: Account): boolean {
  const granted = deps.authorizations.granted(request.client.clientId, account.id)
  return granted !== undefined && (request.scope ?? []).every((name) => hasScope(granted, name))
}

/** Remembers what the person allows, and issues the code that stands for it. */
export function grantCode(deps: GrantDeps, request: AuthorizationRequest, account: Account): string {
  const { client, redirectUri, isRedirectUriNamed, codeChallenge } = request
  const scope = grantedScope(deps, request, account)
  deps.authorizations.grant(client.clientId, account.id, scope)
  return deps.codes.issue({
    clientId: client.clientId,
    accountId: account.id,
    scope,
    redirectUri,
    isRedirectUriNamed,
    ...(codeChallenge === undefined ? {} : { codeChallenge }),
  })
}

/** A request without scope gets the union of what was granted before. */
function grantedScope(
  { authorizations, faults }: GrantDeps,
  request: AuthorizationRequest,
  account: Account,
): readonly string[] {
  const wanted = request.scope ?? authorizations.granted(request.client.clientId, account.id) ?? []
  const { grantableScope } = faults
  return grantableScope === 'everything' ? wanted : wanted.filter((name) => hasScope(grantableScope, name))
}
