import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import sirv, { type Options, type RequestHandler } from 'sirv'
import { ConfigError } from '../config/config-error.ts'
import { isNavigation } from '../security/navigation.ts'
import { type PageSources, pageHeaders } from '../security/response-headers.ts'

/** Where the built app is, and what its pages may load. */
export interface SpaOptions {
  /** Absolute path of the folder that holds `index.html`. */
  dir: string
  csp: PageSources
}

/**
 * Serves the built app: files as they lie, compressed ones where the browser takes them, and
 * `index.html` for every address a person navigates to that names no file.
 *
 * The folder is read once: a new build is served after a restart. Mount it behind the BFF's and
 * the API's routes; what it does not have goes on to `next`.
 *
 * @throws {ConfigError} the folder holds no built app.
 */
export function spaFiles({ dir, csp }: SpaOptions): RequestHandler {
  requireBuiltApp(dir)
  const setPageHeaders = pageHeaders(csp)
  const options: Options = {
    brotli: true,
    gzip: true,
    etag: true,
    setHeaders: (res, path) => {
      res.setHeader('Cache-Control', cacheControl(path))
      setPageHeaders(res.req, res, () => {})
    },
  }
  const files = sirv(dir, options)
  const filesOrIndex = sirv(dir, { ...options, single: true, ignores: false })

  return function serveSpaFile(req, res, next) {
    if (req.method !== 'GET' && req.method !== 'HEAD') return next?.()

    dropUnusableRange(req)
    res.once('pipe', (file: Readable) => closeWithAnswer(file, res))
    return isPage(req) ? filesOrIndex(req, res, next) : files(req, res, next)
  }
}

function requireBuiltApp(dir: string): void {
  if (existsSync(join(dir, 'index.html'))) return
  const message = `${dir} holds no index.html; build the app first (npm run build), or name the folder it is built into`
  throw new ConfigError([{ path: 'spa.dir', message }])
}

/** Build tools put a hash of the content into the names below `/assets`; everything else keeps its name. */
function cacheControl(path: string): string {
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}

/** An address with a file extension is a file: a missing script must not come back as a page. */
function isPage(req: IncomingMessage): boolean {
  const path = (req.url ?? '/').split('?', 1)[0] ?? '/'
  return isNavigation(req.headers) && !path.slice(path.lastIndexOf('/')).includes('.')
}

/** A range that makes no sense is to be ignored (RFC 9110 section 14.2); sirv would fail on it. */
function dropUnusableRange({ headers }: IncomingMessage): void {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? []
  if (first === undefined || (last && Number(last) < Number(first))) delete headers.range
}

/**
 * A file that vanished since the start must not end the process, and a reader that left must
 * not leave the file open: `pipe` sees to neither.
 */
function closeWithAnswer(file: Readable, res: ServerResponse): void {
  file.once('error', () => res.destroy())
  res.once('close', () => file.destroy())
}
