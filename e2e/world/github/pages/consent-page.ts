import { type Html, html } from '../../html.ts'
import type { Account } from '../data/account.ts'
import type { AuthorizationRequest } from '../oauth/authorization-request.ts'
import { explainScope } from '../oauth/scope.ts'
import type { WebSession } from '../oauth/web-sessions.ts'
import { pageLayout } from './page-layout.ts'

/** What the consent page shows. */
export interface ConsentPageOptions {
  request: AuthorizationRequest
  session: WebSession
  query: URLSearchParams
  account: Account
  scope: readonly string[]
}

/** Asks the person whether the app may have what it wants. */
export function consentPage({ request, session, query, account, scope }: ConsentPageOptions): Html {
  const { name } = request.client
  return pageLayout(
    `Authorize ${name}`,
    html`<section class="card">
<div class="pair" aria-hidden="true"><span class="app-mark">${name.slice(0, 1)}</span><span class="pair-line"></span><img src="/avatars/u/${account.id}" alt="" width="64" height="64"></div>
<h1>Authorize ${name}</h1>
<p class="quiet"><strong>${name}</strong> wants to use your <strong>${account.login}</strong> account:</p>
<ul class="scopes">${scopeItems(scope)}</ul>
<form method="post" action="/login/oauth/authorize?${query.toString()}" class="decision">
<input type="hidden" name="authenticity_token" value="${session.authenticityToken}">
<input type="hidden" name="login" value="${account.login}">
<button class="button" name="decision" value="cancel">Cancel</button>
<button class="button primary" name="decision" value="authorize">Authorize</button>
</form>
<p class="note">Authorizing sends you back to <strong class="target">${new URL(request.redirectUri).origin}</strong></p>
</section>
<p class="switch">Signed in as <strong>${account.name}</strong>. <a href="/login/oauth/authorize?${otherAccountQuery(query)}">Use another account</a></p>`,
  )
}

function scopeItems(scope: readonly string[]): Html[] {
  if (scope.length === 0) return [scopeItem('Public information only', 'What anybody can see about you.')]
  return scope.map((name) => {
    const { title, detail } = explainScope(name)
    return scopeItem(title, detail)
  })
}

function scopeItem(title: string, detail: string): Html {
  return html`<li><span class="scope-title">${title}</span><span class="quiet">${detail}</span></li>`
}

function otherAccountQuery(query: URLSearchParams): string {
  const other = new URLSearchParams(query)
  other.set('prompt', 'select_account')
  return other.toString()
}
