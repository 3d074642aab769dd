import { type Html, html } from '../../html.ts'
import { pageLayout } from './page-layout.ts'

/** A page that only says something. */
export function messagePage(title: string, text: string): Html {
  return pageLayout(
    title,
    html`<section class="card">
<h1>${title}</h1>
<p class="quiet">${text}</p>
</section>`,
  )
}
