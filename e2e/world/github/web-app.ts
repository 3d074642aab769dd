import express, { type Express } from 'express'
import type { RequestLog } from '../request-log.ts'
import { type EndpointKind, webEndpointKind } from './endpoint-kind.ts'
import type { FaultSettings } from './faults.ts'
import { type AuthorizeDeps, authorizeRoutes } from './oauth/authorize-routes.ts'
import { type TokenRoutesDeps, tokenRoutes } from './oauth/token-routes.ts'
import { assetRoutes } from './pages/asset-routes.ts'
import { messagePage } from './pages/message-page.ts'
import { sendPage } from './pages/send-page.ts'

/** What the web pages are made of. */
export interface WebAppDeps extends AuthorizeDeps, TokenRoutesDeps {
  faults: FaultSettings
  requests: RequestLog<EndpointKind>
}

/** Builds `github.com`, as far as it is emulated: authorize page, token endpoint, pictures. */
export function createWebApp(deps: WebAppDeps): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(deps.requests.record(webEndpointKind))
  app.use(authorizeRoutes(deps), tokenRoutes(deps), assetRoutes())
  app.use((_req, res) =>
    sendPage(res.status(404), messagePage('Page not found', 'The emulator has no such page.')),
  )
  return app
}
