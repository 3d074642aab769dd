import express, { type Express } from 'express'
import type Provider from 'oidc-provider'
import type { RequestLog } from '../../request-log.ts'
import { endpointFault, type Faults } from '../faults.ts'
import type { GoogleEndpoint } from '../google-endpoint.ts'
import { avatar } from '../pages/avatar.ts'
import { icon } from '../pages/icon.ts'
import { signInRoutes } from '../pages/sign-in-routes.ts'
import { publicOrigin } from './public-origin.ts'
import type { RecordStore } from './record-store.ts'
import { refuseUnknownScopes } from './refuse-unknown-scopes.ts'
import { revocation } from './revocation.ts'

/** What the accounts listener serves. */
export interface AccountsParts {
  provider: Provider
  records: RecordStore
  requests: RequestLog<GoogleEndpoint>
  faults: Faults
}

/** Creates the app behind `accounts.google.com` and its sister hosts: pages, tokens, keys and revocation. */
export function createAccountsApp({ provider, records, requests, faults }: AccountsParts): Express {
  const app = express().disable('x-powered-by')
  app.use(requests.record(accountsEndpoint), publicOrigin(provider.issuer))

  app.use(
    '/.well-known/openid-configuration',
    endpointFault(() => faults.discovery),
  )
  app.use(
    '/oauth2/v3/certs',
    endpointFault(() => faults.keys),
  )
  app.use(
    '/token',
    endpointFault(() => faults.tokenEndpoint),
  )
  app.use(
    '/revoke',
    endpointFault(() => faults.revocation),
  )

  app.use(revocation(provider, records))
  app.get('/favicon.svg', icon())
  app.get('/avatar/:sub.svg', avatar())
  app.use(signInRoutes(provider, records))
  app.get('/o/oauth2/v2/auth', refuseUnknownScopes())
  app.use(provider.callback())
  return app
}

const ENDPOINTS: Readonly<Record<string, GoogleEndpoint>> = {
  '/.well-known/openid-configuration': 'discovery',
  '/o/oauth2/v2/auth': 'authorize',
  '/token': 'token',
  '/revoke': 'revocation',
  '/oauth2/v3/certs': 'keys',
  '/v1/userinfo': 'userinfo',
}

function accountsEndpoint(path: string): GoogleEndpoint {
  return ENDPOINTS[path] ?? 'page'
}
