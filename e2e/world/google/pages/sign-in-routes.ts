import { type ErrorRequestHandler, type Request, type Response, Router, urlencoded } from 'express'
import type Provider from 'oidc-provider'
import { errors } from 'oidc-provider'
import { sendPage } from '../../page.ts'
import { findPerson } from '../find-person.ts'
import { openConsent, saveConsent } from '../oauth/consent.ts'
import type { RecordStore } from '../oauth/record-store.ts'
import { switchAccount } from '../oauth/switch-account.ts'
import { accountPage } from './account-page.ts'
import { consentPage } from './consent-page.ts'
import { sendErrorPage } from './error-page.ts'
import { describeSignIn } from './sign-in.ts'

/**
 * Serves the pages between the authorization request and its response.
 *
 * Each sign-in has its own path and a cookie for that path only, so two tabs do not disturb each other, and a
 * form posted from another site does not carry the cookie (SameSite=Lax).
 */
export function signInRoutes(provider: Provider, records: RecordStore): Router {
  const deny = { error: 'access_denied', error_description: 'The user denied the request' }

  return Router()
    .use('/signin', urlencoded({ extended: false }))
    .get('/signin/:uid', async (req, res) => {
      const interaction = await provider.interactionDetails(req, res)
      if (interaction.prompt.name !== 'consent') return showAccounts(provider, req, res)

      const consent = await openConsent(provider, records, interaction)
      const signIn = await describeSignIn(provider, interaction)
      sendPage(res, 200, consentPage({ ...signIn, ...consent }))
    })
    .get('/signin/:uid/accounts', (req, res) => showAccounts(provider, req, res))
    .post('/signin/:uid/account', async (req, res, next) => {
      const person = findPerson(req.body?.account)
      if (!person) return next()

      const interaction = await provider.interactionDetails(req, res)
      await switchAccount(provider, interaction, person.googleSub)
      const login = { accountId: person.googleSub }
      await provider.interactionFinished(req, res, { select_account: {}, login })
    })
    .post('/signin/:uid/consent', async (req, res) => {
      const interaction = await provider.interactionDetails(req, res)
      const ticked = [req.body?.scope ?? []].flat()

      const isGranted = await saveConsent(await openConsent(provider, records, interaction), ticked)
      await provider.interactionFinished(req, res, isGranted ? { consent: {} } : deny)
    })
    .post('/signin/:uid/cancel', (req, res) => provider.interactionFinished(req, res, deny))
    .use(expiredSignIn)
}

async function showAccounts(provider: Provider, req: Request, res: Response): Promise<void> {
  const interaction = await provider.interactionDetails(req, res)
  const hinted = findPerson(interaction.params.login_hint)
  const signIn = await describeSignIn(provider, interaction)
  sendPage(res, 200, accountPage({ ...signIn, hinted }))
}

const expiredSignIn: ErrorRequestHandler = (error, _req, res, next) => {
  if (!(error instanceof errors.SessionNotFound)) return next(error)
  sendErrorPage(res, {
    error: 'invalid_request',
    error_description: 'This sign-in has expired or is finished.',
  })
}
