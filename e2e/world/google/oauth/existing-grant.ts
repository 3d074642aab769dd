import type { Configuration } from 'oidc-provider'
import type { RecordStore } from './record-store.ts'

/**
 * Finds what the person has granted the client before, in this browser or in another.
 *
 * With `include_granted_scopes=true` the request is widened to it, so that the new token covers old and new
 * scopes together (Google's incremental authorization).
 */
export function loadExistingGrant(records: RecordStore): NonNullable<Configuration['loadExistingGrant']> {
  return async function loadGrant({ oidc }) {
    const { account, client, params, provider } = oidc
    if (!account || !client) return undefined
    const grantId = records.findGrantId(account.accountId, client.clientId)
    const grant = grantId ? await provider.Grant.find(grantId) : undefined

    if (grant && params?.include_granted_scopes === 'true') {
      const scopes = new Set([...oidc.requestParamScopes, ...grant.getOIDCScope().split(' ')])
      params.scope = [...scopes].join(' ')
    }
    return grant
  }
}
