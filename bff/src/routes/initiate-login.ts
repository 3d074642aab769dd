import express, { type Request, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import { BffError } from '../errors.ts'
import { requireTopLevelNavigation } from '../security/navigation.ts'
import { parseReturnTo } from '../security/return-to.ts'
import type { RouteDeps } from './route-deps.ts'
import { seeOther } from './see-other.ts'

const BODY_LIMIT = '8kb'

const requestSchema = z.object({
  iss: z.string().max(2048),
  login_hint: z.string().max(320).optional(),
  target_link_uri: z.string().max(2048).optional(),
})

/**
 * `GET` or `POST /bff/initiate-login/:provider`: a portal of the provider's has a person who would like to be
 * signed in here. They are sent on to an ordinary login, which trusts nothing that was said here.
 *
 * @param bffPath Where the BFF's routes are.
 * @returns What reads the request's form, and what answers it.
 * @see OpenID Connect Core section 4
 */
export function initiateLogin(deps: RouteDeps, bffPath: string): RequestHandler[] {
  const { providers, returnTo, publicOrigin } = deps
  async function initiateLoginRoute(req: Request, res: Response): Promise<void> {
    requireTopLevelNavigation(req.headers)
    const provider = providers.get(req.params.provider as string)
    const { iss, login_hint: loginHint, target_link_uri: target } = readRequest(req)
    if (iss !== (await provider.server()).issuer) throw refused('iss is not this provider.')

    const query = new URLSearchParams({ returnTo: parseReturnTo(localPath(target, publicOrigin), returnTo) })
    if (loginHint !== undefined) query.set('login_hint', loginHint)
    seeOther(res, `${bffPath}/login/${provider.id}?${query}`)
  }
  return [readForm, initiateLoginRoute]
}

const parseForm = express.urlencoded({ extended: false, limit: BODY_LIMIT })

function readForm(...[req, res, next]: Parameters<RequestHandler>): void {
  parseForm(req, res, (cause?: unknown) =>
    cause === undefined ? next() : next(refused('Send a short form.', cause)),
  )
}

function readRequest(req: Request): z.output<typeof requestSchema> {
  const parsed = requestSchema.safeParse(req.method === 'POST' ? req.body : req.query)
  if (parsed.success) return parsed.data
  const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? 'iss')))]
  throw refused(`Not a usable value: ${names.join(', ')}.`)
}

/** The rest of the address is judged as every return path is: other sites name it here, too. */
function localPath(target: string | undefined, publicOrigin: string): string | undefined {
  if (target === undefined || target === publicOrigin) return undefined
  if (!target.startsWith(`${publicOrigin}/`)) throw refused('target_link_uri is no address of this app.')
  return target.slice(publicOrigin.length)
}

function refused(message: string, cause?: unknown): BffError {
  return new BffError('invalid_request', message, { cause })
}
