import { z } from 'zod'
import type { SchemaContext } from './schema-context.ts'

/** `localhost`, a name below it, or an address of the loopback networks. */
export function isLoopbackHost(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

/**
 * The origin the browser sees. Redirect URIs and CSRF checks compare against it, so a path or
 * query is refused instead of dropped in silence.
 *
 * @returns The normalised origin, without a trailing slash.
 */
export const publicUrlSchema = z.string().transform((value, context) => {
  const url = parseUrl(value)
  const problem = url ? publicUrlProblem(url) : NOT_A_URL
  if (url && problem === undefined) return url.origin
  context.addIssue(problem ?? NOT_A_URL)
  return z.NEVER
})

/** A URL of a provider or an upstream: tokens travel to it, so it is https or never leaves the machine. */
export function outwardUrlSchema(context: Pick<SchemaContext, 'loopback'>): z.ZodType<string, string> {
  return z.string().superRefine((value, issues) => {
    const url = parseUrl(value)
    const problem = url ? outwardUrlProblem(url, context.loopback) : NOT_A_URL
    if (problem !== undefined) issues.addIssue(problem)
  })
}

/** A source for the Content-Security-Policy, cut to its origin; `https://*.example.com` is one too. */
export const cspSourceSchema = z.string().transform((value, context) => {
  const url = parseUrl(value)
  if (url && isHttp(url)) return url.origin
  context.addIssue('must be an origin, such as https://avatars.example.com')
  return z.NEVER
})

const NOT_A_URL = 'must be a full URL, such as https://app.example.com'

function publicUrlProblem(url: URL): string | undefined {
  if (!isHttp(url)) return NOT_A_URL
  if (url.pathname !== '/' || hasExtras(url)) {
    return 'must be an origin only: remove the path, query, fragment and user name'
  }
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return 'must be https; plain http is accepted for loopback hosts only'
  }
  return undefined
}

function outwardUrlProblem(url: URL, loopback: boolean): string | undefined {
  if (!isHttp(url)) return NOT_A_URL
  if (hasExtras(url)) return 'must have no query, fragment or user name'
  if (url.protocol === 'https:') return undefined
  if (!isLoopbackHost(url.hostname)) return 'must be https; tokens are sent there'
  return loopback ? undefined : 'must be https; a loopback http address needs a loopback publicUrl'
}

function isHttp(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:'
}

function hasExtras(url: URL): boolean {
  return url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== ''
}

function parseUrl(value: string): URL | undefined {
  return URL.parse(value) ?? undefined
}
