/** Markup that is safe to send: every value in it has been escaped. */
export interface Html {
  readonly markup: string
}

type HtmlValue = Html | readonly Html[] | string | number | undefined

/**
 * Builds markup from a template and escapes every value put into it, so that a client name or a login hint
 * cannot become script on a provider's page.
 *
 * Only `Html` values pass through as they are; absent values leave nothing.
 */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  const parts = strings.map((text, index) => text + toMarkup(values[index]))
  return { markup: parts.join('') }
}

function toMarkup(value: HtmlValue): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return escapeHtml(value)
  if ('markup' in value) return value.markup
  return value.map(toMarkup).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
