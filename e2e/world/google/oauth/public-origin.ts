import type { RequestHandler } from 'express'

/**
 * Tells oidc-provider which origin the browser sees, so that its URLs and `Secure` cookies fit.
 *
 * The TLS front passes bytes on and adds no headers; what a client sends under these names is overwritten.
 */
export function publicOrigin(origin: string): RequestHandler {
  const { protocol, host } = new URL(origin)
  return function assumePublicOrigin(req, _res, next) {
    req.headers['x-forwarded-proto'] = protocol.replace(':', '')
    req.headers['x-forwarded-host'] = host
    next()
  }
}
