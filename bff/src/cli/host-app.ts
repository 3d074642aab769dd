import express, { type Express, type Router } from 'express'
import type { ResolvedConfig } from '../config/schema.ts'
import { errorResponse } from '../error-response.ts'
import { BffError } from '../errors.ts'

/** Builds the Express app that the command serves: the BFF's router, and a 404 for everything else. */
export function hostApp(router: Router, { trustProxy }: Pick<ResolvedConfig, 'trustProxy'>): Express {
  const app = express()
  app.disable('x-powered-by')
  // Answers of ours are `no-store`; a hash of each would be work for nothing.
  app.disable('etag')
  if (trustProxy !== undefined) app.set('trust proxy', trustProxy)

  app.use(router)
  app.use(() => {
    throw new BffError('route_not_found', 'There is no such address here.')
  })
  app.use(errorResponse())
  return app
}
