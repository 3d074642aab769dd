import { type RequestHandler, type Response, Router, urlencoded } from 'express'
import type Provider from 'oidc-provider'
import type { RecordStore } from './record-store.ts'

/**
 * Serves `POST /revoke` as Google does: whoever holds a token may revoke it, without client authentication,
 * and either token ends the whole grant, so that the next sign-in asks for consent again.
 */
export function revocation(provider: Provider, records: RecordStore): Router {
  return Router().post('/revoke', urlencoded({ extended: false }), revoke(provider, records))
}

function revoke(provider: Provider, records: RecordStore): RequestHandler {
  return async function revokeToken(req, res) {
    const { token } = { ...req.query, ...(req.body as object | undefined) } as { token?: unknown }
    const value = typeof token === 'string' ? token : ''

    const found = (await provider.AccessToken.find(value)) ?? (await provider.RefreshToken.find(value))
    if (!found?.grantId) return refuse(res)
    records.revokeGrant(found.grantId)

    res.json({})
  }
}

function refuse(res: Response): void {
  res.status(400).json({ error: 'invalid_token', error_description: 'Token expired or revoked' })
}
