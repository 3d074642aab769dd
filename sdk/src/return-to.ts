/**
 * Turns a wanted return path into a local one: path, query and fragment of the page's own origin.
 *
 * Anything that would leave the origin is replaced by the current page. The BFF checks again; this check
 * keeps an app from offering a link that is bound to be refused.
 *
 * @param href Full URL of the current page; absent outside a browser, where `/` is the default.
 */
export function toReturnPath(wanted: string | undefined, href: string | undefined): string {
  return (wanted !== undefined && localPath(wanted, href)) || (href && localPath(href, href)) || '/'
}

// Judged after the URL parser has normalised: `/\evil.example`, `/.//evil.example` and a tab inside `//`
// all look local as text and are not (CWE-601).
function localPath(wanted: string, href = 'https://page.invalid'): string | null {
  if (!URL.canParse(wanted, href)) return null
  const target = new URL(wanted, href)
  if (target.origin !== new URL(href).origin || target.pathname.startsWith('//')) return null
  return target.pathname + target.search + target.hash
}
