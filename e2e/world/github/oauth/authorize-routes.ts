import { type Request, type RequestHandler, type Response, Router, urlencoded } from 'express'
import type { Account } from '../data/account.ts'
import { accountPage } from '../pages/account-page.ts'
import { consentPage } from '../pages/consent-page.ts'
import { messagePage } from '../pages/message-page.ts'
import { sendPage } from '../pages/send-page.ts'
import { queryOf } from '../query-of.ts'
import { type AuthorizationRequest, parseAuthorizationRequest } from './authorization-request.ts'
import type { AuthorizationResponses } from './authorization-response.ts'
import type { ClientRegistry } from './client-registry.ts'
import { type GrantDeps, grantCode, isGranted } from './grant-code.ts'
import type { WebSession, WebSessions } from './web-sessions.ts'

/** What the authorize page works with. */
export interface AuthorizeDeps extends GrantDeps {
  clients: ClientRegistry
  responses: AuthorizationResponses
  webSessions: WebSessions
  people: readonly Account[]
}

/** A request that passed the checks, and the browser that brought it. */
interface Visit {
  request: AuthorizationRequest
  session: WebSession
  /** The query, which every form and link of the page carries on. */
  query: URLSearchParams
}

const PATH = '/login/oauth/authorize'

/** Serves the authorize page: account choice, consent, and the redirect back to the client. */
export function authorizeRoutes(deps: AuthorizeDeps): Router {
  const router = Router()
  router.get(PATH, showAuthorize(deps))
  router.post(PATH, urlencoded({ extended: false }), decideAuthorize(deps))
  return router
}

function showAuthorize(deps: AuthorizeDeps): RequestHandler {
  return (req, res) => {
    const visit = beginVisit(deps, req, res)
    if (!visit) return

    const account = signedInAccount(deps, visit)
    const { scope = [], redirectUri } = visit.request
    // Choosing an account that has given its consent before leads straight back to the client.
    if (!account) return sendPage(res, accountPage({ ...visit, people: deps.people }), redirectUri)

    if (isGranted(deps, visit.request, account)) return complete(deps, res, visit.request, account)
    sendPage(res, consentPage({ ...visit, account, scope }), redirectUri)
  }
}

function decideAuthorize(deps: AuthorizeDeps): RequestHandler {
  return (req, res) => {
    const visit = beginVisit(deps, req, res)
    if (!visit) return
    const form = new URLSearchParams(req.body)
    if (form.get('authenticity_token') !== visit.session.authenticityToken) {
      const text = 'Go back, reload, and try again.'
      return sendPage(res.status(422), messagePage('This form is no longer valid', text))
    }

    const chosen = form.get('account')
    if (chosen !== null) return chooseAccount(deps, res, { ...visit, login: chosen })
    if (form.get('decision') === 'cancel') return res.redirect(303, deps.responses.denied(visit.request))

    const account = signedInAccount(deps, visit)
    // Another tab may have changed the account since this page said whose access is given.
    if (!account || account.login !== form.get('login')) return reload(res, visit.query)
    complete(deps, res, visit.request, account)
  }
}

function beginVisit(deps: AuthorizeDeps, req: Request, res: Response): Visit | undefined {
  const query = queryOf(req)
  const parsed = parseAuthorizationRequest(deps.clients, query)
  if (parsed.kind === 'valid') {
    return { request: parsed.request, session: deps.webSessions.read(req, res), query }
  }
  if (parsed.kind === 'refused') {
    res.redirect(302, deps.responses.refused(parsed.refusal))
    return undefined
  }
  const text = 'No application is registered under this client ID.'
  sendPage(res.status(404), messagePage('Page not found', text))
  return undefined
}

/** The account to go on with; absent when the person has to choose first. */
function signedInAccount(deps: AuthorizeDeps, { request, session }: Visit): Account | undefined {
  const account = deps.people.find((candidate) => candidate.login === session.login)
  const isOtherSuggested = request.loginHint !== undefined && request.loginHint !== session.login
  return request.mustSelectAccount || isOtherSuggested ? undefined : account
}

function chooseAccount(
  deps: AuthorizeDeps,
  res: Response,
  { session, query, login }: Visit & { login: string },
) {
  if (deps.people.some((account) => account.login === login)) session.login = login
  const next = new URLSearchParams(query)
  // The wish to be asked is fulfilled; kept, it would ask again for ever.
  next.delete('prompt')
  next.delete('login')
  reload(res, next)
}

function reload(res: Response, query: URLSearchParams): void {
  res.redirect(303, `${PATH}?${query}`)
}

function complete(deps: AuthorizeDeps, res: Response, request: AuthorizationRequest, account: Account): void {
  res.redirect(303, deps.responses.success(request, grantCode(deps, request, account)))
}
