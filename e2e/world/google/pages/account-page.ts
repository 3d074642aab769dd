import { type Html, html } from '../../html.ts'
import type { Page } from '../../page.ts'
import { PEOPLE, type Person } from '../../seed.ts'
import { BANNER } from './banner.ts'

/** What the account choice shows. */
export interface AccountChoice {
  /** Base of the page's form actions, `/signin/<uid>`. */
  base: string
  clientName: string
  /** Origin of the client's redirect URI, where the forms end up. */
  clientOrigin: string
  /** The person named by `login_hint`, who is listed first. */
  hinted?: Person | undefined
}

/** Renders the choice of whom to sign in as; the emulator asks for no password. */
export function accountPage({ base, clientName, clientOrigin, hinted }: AccountChoice): Page {
  const people = hinted ? [hinted, ...PEOPLE.filter((person) => person !== hinted)] : PEOPLE
  return {
    title: 'Choose an account - Google emulator',
    banner: BANNER,
    formTargets: [clientOrigin],
    body: html`
      <div>
        <div class="mark" aria-hidden="true">G</div>
        <h1>Choose an account</h1>
        <p>to continue to <strong>${clientName}</strong></p>
      </div>
      <div>
        <form method="post" action="${base}/account">
          <ul class="choices">${people.map(choice)}</ul>
        </form>
        <form method="post" action="${base}/cancel" class="actions">
          <button class="button">Cancel</button>
        </form>
      </div>`,
  }
}

function choice({ googleSub, name, email }: Person): Html {
  return html`
    <li>
      <button class="choice" name="account" value="${googleSub}">
        <img src="/avatar/${googleSub}.svg" alt="" width="32" height="32">
        <span>${name}<small>${email}</small></span>
      </button>
    </li>`
}
