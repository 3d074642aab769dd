import express, { type Express, json } from 'express'
import type { RequestLog } from '../../request-log.ts'
import { apiEndpointKind, type EndpointKind } from '../endpoint-kind.ts'
import type { FaultSettings } from '../faults.ts'
import type { ApiDeps } from './api-deps.ts'
import { apiFault } from './api-fault.ts'
import { type ApplicationDeps, applicationRoutes } from './application-routes.ts'
import { authenticate } from './authenticate.ts'
import { errorResponse, unknownRoute } from './error-response.ts'
import type { RateLimit } from './rate-limit.ts'
import { repositoryRoutes } from './repository-routes.ts'
import { apiVersion, requireUserAgent, responseHeaders } from './response-headers.ts'
import { searchRoutes } from './search-routes.ts'
import { userRoutes } from './user-routes.ts'

/** What the API is made of. */
export interface ApiAppDeps extends ApiDeps, ApplicationDeps {
  faults: FaultSettings
  rateLimit: RateLimit
  requests: RequestLog<EndpointKind>
}

/** Builds `api.github.com`: every rule a request passes, then the routes, in order. */
export function createApiApp(deps: ApiAppDeps): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(deps.requests.record(apiEndpointKind), responseHeaders(), requireUserAgent(), apiVersion())
  app.use(applicationRoutes(deps))

  app.use(apiFault(deps.faults, deps.clock), authenticate(deps.tokens), deps.rateLimit.spend)
  app.use(json({ type: () => true }))
  app.use(userRoutes(deps), searchRoutes(deps), repositoryRoutes(deps))
  app.use(unknownRoute(), errorResponse())
  return app
}
