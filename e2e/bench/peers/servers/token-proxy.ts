import { Agent, type IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { createProxyMiddleware } from 'http-proxy-middleware'

/**
 * http-proxy-middleware that puts the session's token on each call and takes the cookies off, over connections that
 * are kept open.
 */
export function tokenProxy(
  target: string,
  tokenOf: (req: IncomingMessage) => string | undefined,
): RequestHandler {
  return createProxyMiddleware({
    target,
    changeOrigin: true,
    agent: new Agent({ keepAlive: true }),
    on: {
      proxyReq: (proxyReq, req) => {
        proxyReq.setHeader('authorization', `Bearer ${tokenOf(req)}`)
        proxyReq.removeHeader('cookie')
      },
    },
  })
}
