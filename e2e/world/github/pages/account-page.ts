import { type Html, html } from '../../html.ts'
import type { Account } from '../data/account.ts'
import type { AuthorizationRequest } from '../oauth/authorization-request.ts'
import type { WebSession } from '../oauth/web-sessions.ts'
import { pageLayout } from './page-layout.ts'

/** What the account choice shows. */
export interface AccountPageOptions {
  request: AuthorizationRequest
  session: WebSession
  query: URLSearchParams
  people: readonly Account[]
}

/** Asks which account to go on with; the suggested one comes first. */
export function accountPage({ request, session, query, people }: AccountPageOptions): Html {
  const suggested = people.filter((account) => account.login === request.loginHint)
  const others = people.filter((account) => account.login !== request.loginHint)
  return pageLayout(
    'Choose an account',
    html`<section class="card">
<h1>Choose an account</h1>
<p class="quiet">to continue to <strong>${request.client.name}</strong></p>
<form method="post" action="/login/oauth/authorize?${query.toString()}">
<input type="hidden" name="authenticity_token" value="${session.authenticityToken}">
<ul class="accounts">${[...suggested, ...others].map((account) => accountItem(account, session))}</ul>
</form>
<p class="note">These people are made up, and the emulator asks for no password.</p>
</section>`,
  )
}

function accountItem(account: Account, session: WebSession): Html {
  const mark = account.login === session.login ? html`<span class="tag">Signed in</span>` : ''
  return html`<li><button class="account" name="account" value="${account.login}">
<img src="/avatars/u/${account.id}" alt="" width="40" height="40">
<span class="account-text"><span class="account-name">${account.name}</span> <span class="quiet">@${account.login}</span></span>
${mark}</button></li>`
}
