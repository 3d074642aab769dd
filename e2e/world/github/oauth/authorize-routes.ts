import { type Request, type RequestHandler, type Response, Router, urlencoded } from 'express'
import type { Account } from '../data/account.ts'
import type { FaultSettings } from '../faults.ts'
import { accountPage } from '../pages/account-page.ts'
import { consentPage } from '../pages/consent-page.ts'
import { messagePage } from '../pages/message-page.ts'
import { sendPage } from '../pages/send-page.ts'
import { queryOf } from '../query-of.ts'
import type { AuthorizationCodes } from './authorization-codes.ts'
import { type AuthorizationRequest, parseAuthorizationRequest } from './authorization-request.ts'
import type { AuthorizationResponses } from './authorization-response.ts'
import type { Authorizations } from './authorizations.ts'
import type { ClientRegistry } from './client-registry.ts'
import { hasScope } from './scope.ts'
import type { WebSession, WebSessions } from './web-sessions.ts'

/** What the authorize page works with. */
export interface AuthorizeDeps {
  clients: ClientRegistry
  codes: AuthorizationCodes
  authorizations: Authorizations
  responses: AuthorizationResponses
  webSessions: WebSessions
  people: readonly Account[]
  faults: Pick<FaultSettings, 'grantableScope'>
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
    if (!account) return sendPage(res, accountPage({ ...visit, people: deps.people }))

    if (isGranted(deps, visit.request, account)) return complete(deps, res, { ...visit, account })
    sendPage(
      res,
      consentPage({ ...visit, account, scope: visit.request.scope ?? [] }),
      visit.request.redirectUri,
    )
  }
}

function decideAuthorize(deps: AuthorizeDeps): RequestHandler {
  return (req, res) => {
    const visit = beginVisit(deps, req, res)
    if (!visit) return
    const form = new URLSearchParams(req.body)
    if (form.get('authenticity_token') !== visit.session.authenticityToken) {
      sendPage(
        res.status(422),
        messagePage('This form is no longer valid', 'Go back, reload, and try again.'),
      )
      return
    }

    const chosen = form.get('account')
    if (chosen !== null) return chooseAccount(deps, res, { ...visit, login: chosen })
    if (form.get('decision') === 'cancel') return res.redirect(303, deps.responses.denied(visit.request))

    const account = signedInAccount(deps, visit)
    // Another tab may have changed the account since this page said whose access is given.
    if (!account || account.login !== form.get('login')) return reload(res, visit.query)
    complete(deps, res, { ...visit, account })
  }
}

function beginVisit(deps: AuthorizeDeps, req: Request, res: Response): Visit | undefined {
  const query = queryOf(req)
  const parsed = parseAuthorizationRequest(deps.clients, query)
  if (parsed.kind === 'valid')
    return { request: parsed.request, session: deps.webSessions.read(req, res), query }

  if (parsed.kind === 'refused') res.redirect(302, deps.responses.refused(parsed.refusal))
  else
    sendPage(
      res.status(404),
      messagePage('Page not found', 'No application is registered under this client ID.'),
    )
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

/** Whether nothing new is asked for, so that GitHub sends the person straight back. */
function isGranted(deps: AuthorizeDeps, request: AuthorizationRequest, account: Account): boolean {
  const granted = deps.authorizations.granted(request.client.clientId, account.id)
  return granted !== undefined && (request.scope ?? []).every((name) => hasScope(granted, name))
}

function complete(deps: AuthorizeDeps, res: Response, visit: Visit & { account: Account }): void {
  const { request, account } = visit
  const { client, redirectUri, isRedirectUriNamed, codeChallenge } = request
  const scope = grantedScope(deps, request, account)
  deps.authorizations.grant(client.clientId, account.id, scope)

  const code = deps.codes.issue({
    clientId: client.clientId,
    accountId: account.id,
    scope,
    redirectUri,
    isRedirectUriNamed,
    ...(codeChallenge === undefined ? {} : { codeChallenge }),
  })
  res.redirect(303, deps.responses.success(request, code))
}

function grantedScope(
  deps: AuthorizeDeps,
  request: AuthorizationRequest,
  account: Account,
): readonly string[] {
  const wanted = request.scope ?? deps.authorizations.granted(request.client.clientId, account.id) ?? []
  const { grantableScope } = deps.faults
  return grantableScope === 'everything' ? wanted : wanted.filter((name) => hasScope(grantableScope, name))
}
