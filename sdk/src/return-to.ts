const LONGEST = 2048

/**
 * Turns a wanted return path into a local one: path, query and fragment of the page's own origin.
 *
 * Anything that would leave the origin is replaced by the current page. The BFF checks again; this check
 * keeps an app from offering a link that is bound to be refused.
 *
 * @param href Full URL of the current page; absent on a server, where `/` is the default.
 */
export function toReturnPath(wanted = '', href = 'https://server.invalid/'): string {
  const page = new URL(href)
  const target = URL.canParse(wanted, page) ? new URL(wanted || page, page) : page
  // Judged after the URL parser has normalised: `/\evil.example`, `/.//evil.example` and a tab inside `//`
  // all look local as text and are not (CWE-601).
  const isLocal = target.origin === page.origin && !target.pathname.startsWith('//')
  const { pathname, search, hash } = isLocal ? target : page
  // The BFF refuses a backslash, which the parser leaves alone after the path, and more than it can keep.
  const path = (pathname + search + hash).replaceAll('\\', '%5C')
  return path.length > LONGEST ? '/' : path
}
