interface Alias {
  /** The path that names a resource by number, its tail captured. */
  readonly numeric: RegExp
  /** The path that names the same resource as people do: head and tail captured. */
  readonly named: RegExp
}

/** GitHub answers a call that names an owner or a repository with page links that number it. */
const ALIASES: readonly Alias[] = [
  { numeric: /^\/repositories\/\d+(\/.*)?$/, named: /^(\/repos\/[^/]+\/[^/]+)(\/.*)?$/ },
  { numeric: /^\/organizations\/\d+(\/.*)?$/, named: /^(\/orgs\/[^/]+)(\/.*)?$/ },
  { numeric: /^\/user\/\d+(\/.*)?$/, named: /^(\/users\/[^/]+)(\/.*)?$/ },
]

/**
 * Maps a page link's numeric path back onto the path of the call it came with, when both end alike:
 * an allow-list that names `/repos/**` must not have to open every repository by number as well.
 *
 * @returns The link's path unchanged when it is not the same resource for certain.
 */
export function toNamedPath(linkPath: string, requestPath: string): string {
  for (const { numeric, named } of ALIASES) {
    const link = numeric.exec(linkPath)
    const request = named.exec(requestPath)
    if (link && request && (link[1] ?? '') === (request[2] ?? '')) return requestPath
  }
  return linkPath
}
