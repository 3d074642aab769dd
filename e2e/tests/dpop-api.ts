import type { IncomingMessage, ServerResponse } from 'node:http'
import { allowInsecureRequests, validateJwtAccessToken } from 'oauth4webapi'
import { type LoopbackListener, listenOnLoopback } from '../world/loopback-listener.ts'
import { demandOfNewSignIn } from './step-up.ts'

const NONCE = 'nonce-of-the-api'

/** What an API takes, and where it says what it did not take. */
interface Expected {
  issuer: string
  resource: string
  refusals: string[]
}

/** An API that wants bound tokens. */
export interface DpopApi {
  url: string
  /** Access tokens that it took, one for each call. */
  tokens: string[]
  /** Makes it refuse every token for being of too old a sign-in, or no longer. */
  demandNewSignIn(isDemanded: boolean): void
  /** How often it asked for its nonce. */
  challenges(): number
  close(): Promise<void>
}

/** Starts an API that takes tokens for itself, with a proof by their key under its own nonce. */
export async function startDpopApi({ issuer, resource, refusals }: Expected): Promise<DpopApi> {
  const tokens: string[] = []
  let challenges = 0
  let isDemanded = false
  const listener: LoopbackListener = await listenOnLoopback(0)
  listener.server.on('request', async (req, res) => {
    if (nonceIn(req) !== NONCE) {
      challenges += 1
      challenge(res)
      return
    }
    try {
      const server = { issuer, jwks_uri: `${issuer}/jwks` }
      const request = new Request(listener.url + req.url, { headers: req.headers as Record<string, string> })
      const options = { requireDPoP: true, [allowInsecureRequests]: true }
      const claims = await validateJwtAccessToken(server, request, resource, options)
      tokens.push(req.headers.authorization?.split(' ')[1] ?? '')
      if (isDemanded) res.writeHead(401, demandOfNewSignIn('DPoP', 600)).end()
      else res.end(`for ${claims.sub}`)
    } catch (error) {
      refusals.push(String(error))
      res.writeHead(401).end()
    }
  })
  const demandNewSignIn = (wanted: boolean) => {
    isDemanded = wanted
  }
  return { url: listener.url, close: listener.close, tokens, demandNewSignIn, challenges: () => challenges }
}

function challenge(res: ServerResponse): void {
  res.writeHead(401, { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': NONCE }).end()
}

function nonceIn({ headers }: IncomingMessage): unknown {
  const [, payload = ''] = String(headers.dpop).split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString()).nonce
}
