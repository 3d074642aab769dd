import type Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { type Faults, FOREIGN_ISSUER } from '../faults.ts'
import type { IssuedSecrets } from './issued-secrets.ts'
import type { OfflineAccess } from './offline-access.ts'
import { toCanonicalScope } from './scopes.ts'

/** What shaping the answers depends on. */
export interface AnswerParts {
  faults: Faults
  secrets: IssuedSecrets
  offlineAccess: OfflineAccess
}

/** Makes the answers of oidc-provider read as Google's do, and notes every secret in them. */
export function shapeAnswers(provider: Provider, parts: AnswerParts): void {
  provider.on('authorization.success', (ctx, response = {}) =>
    shapeAuthorizationResponse(ctx, response, parts),
  )
  provider.use(async (ctx, next) => {
    await next()
    const { oidc } = ctx as { oidc?: KoaContextWithOIDC['oidc'] }
    if (oidc?.route === 'token') shapeTokenResponse(ctx as KoaContextWithOIDC, parts)
    if (oidc?.route === 'discovery') shapeDiscovery(ctx as KoaContextWithOIDC, parts)
  })
}

function shapeAuthorizationResponse(
  ctx: KoaContextWithOIDC,
  response: Record<string, unknown>,
  { faults, secrets, offlineAccess }: AnswerParts,
): void {
  secrets.add(response.code)
  offlineAccess.note(ctx, response.code)

  // Google adds parameters of its own; a client that validates the callback against a fixed list breaks.
  response.scope = toCanonicalScope(
    ctx.oidc.grant?.getOIDCScopeFiltered(ctx.oidc.requestParamOIDCScopes) ?? '',
  )
  response.authuser = '0'
  response.prompt = ctx.oidc.result?.consent ? 'consent' : 'none'

  if (faults.sendIss === false) response.iss = undefined
  if (faults.sendIss === 'wrong') response.iss = FOREIGN_ISSUER
}

function shapeTokenResponse(ctx: KoaContextWithOIDC, { secrets }: AnswerParts): void {
  // For the request log, which reads `req.body` as Express leaves it.
  Object.assign(ctx.req, { body: ctx.oidc.body })

  const body = ctx.body as Record<string, unknown>
  if (ctx.status !== 200) {
    if (body.error === 'invalid_grant') body.error_description = 'Token has been expired or revoked.'
    return
  }
  // Refresh tokens are not rotated, and not repeated either: a client must keep the one it has.
  if (ctx.oidc.params?.grant_type === 'refresh_token') delete body.refresh_token
  if (typeof body.scope === 'string') body.scope = toCanonicalScope(body.scope)
  secrets.add(body.access_token, body.refresh_token, body.id_token)
}

function shapeDiscovery(ctx: KoaContextWithOIDC, { faults }: AnswerParts): void {
  if (faults.discovery === 'wrongIssuer') Object.assign(ctx.body as object, { issuer: FOREIGN_ISSUER })
}
