import { type Html, html } from '../../html.ts'
import type { Page } from '../../page.ts'
import type { Person } from '../../seed.ts'
import { describeScope } from '../oauth/scopes.ts'
import { BANNER } from './banner.ts'

/** What the consent page shows. */
export interface ConsentRequest {
  /** Base of the page's form actions, `/signin/<uid>`. */
  base: string
  clientName: string
  /** Origin of the client's redirect URI, where the forms end up. */
  clientOrigin: string
  person: Person
  /** Scopes the person may tick or leave, one by one. */
  asked: readonly string[]
  /** Scopes that open an API and were granted before. */
  granted: readonly string[]
}

/** Renders the granular consent: each scope that opens an API has its own checkbox. */
export function consentPage(request: ConsentRequest): Page {
  const { base, clientName, clientOrigin, person } = request
  return {
    title: `${clientName} wants access - Google emulator`,
    banner: BANNER,
    formTargets: [clientOrigin],
    body: html`
      <div>
        <div class="mark" aria-hidden="true">G</div>
        <h1>${clientName} wants access to your Google Account</h1>
        <p class="person">
          <img src="/avatar/${person.googleSub}.svg" alt="" width="28" height="28">
          <span>${person.email}</span>
        </p>
        <form method="get" action="${base}/accounts">
          <button class="button link">Use another account</button>
        </form>
      </div>
      <form method="post" action="${base}/consent">
        ${askedScopes(request)}
        ${grantedScopes(request)}
        <p class="quiet">${clientName} will also receive your name, e-mail address and profile picture.</p>
        <div class="actions">
          <button class="button" formaction="${base}/cancel">Cancel</button>
          <button class="button primary">Continue</button>
        </div>
      </form>`,
  }
}

function askedScopes({ asked, clientName }: ConsentRequest): Html | undefined {
  if (asked.length === 0) return undefined
  return html`
    <fieldset>
      <legend>Select what ${clientName} can access</legend>
      ${asked.map(
        (scope) => html`
          <label class="scope">
            <input type="checkbox" name="scope" value="${scope}" checked>
            <span>${describeScope(scope)}</span>
          </label>`,
      )}
    </fieldset>`
}

function grantedScopes({ granted, clientName }: ConsentRequest): Html | undefined {
  if (granted.length === 0) return undefined
  return html`
    <h2>${clientName} already has some access</h2>
    <ul class="given">${granted.map((scope) => html`<li>${describeScope(scope)}</li>`)}</ul>`
}
