/** express-openid-connect with either of its sessions, and http-proxy-middleware behind it. */
import { randomBytes } from 'node:crypto'
import { RedisStore } from 'connect-redis'
import express, { type Request, type RequestHandler } from 'express'
import { auth, type ConfigParams } from 'express-openid-connect'
import { createClient } from 'redis'
import { readSettings, TOKEN_HEADER } from './settings.ts'
import { tokenProxy } from './token-proxy.ts'

const SESSION_SECONDS = 24 * 60 * 60

const { port, upstreamUrl, apiPrefix, redisUrl, keyPrefix, secret, store } = readSettings()

const tokenOf = (req: object) => (req as Request).oidc.accessToken?.access_token

/** Puts into the library's session what its own callback puts there after the code exchange. */
const signIn: RequestHandler = (req, res) => {
  const { appSession } = req as typeof req & { appSession: Record<string, unknown> }
  Object.assign(appSession, {
    id_token: anIdToken(),
    access_token: req.get(TOKEN_HEADER),
    token_type: 'Bearer',
    expires_at: String(Math.floor(Date.now() / 1000) + SESSION_SECONDS),
  })
  res.sendStatus(204)
}

const requireSession: RequestHandler = (req, res, next) => {
  if (req.oidc.isAuthenticated()) next()
  else res.sendStatus(401)
}

const app = express()
app.disable('x-powered-by')
app.get('/ready', (_req, res) => res.sendStatus(204))
app.use(auth(await configuration()))
app.get('/sign-in', signIn)
app.use(apiPrefix, requireSession, tokenProxy(upstreamUrl, tokenOf))
app.listen(port, '127.0.0.1')

async function configuration(): Promise<ConfigParams> {
  return {
    authRequired: false,
    // Asked for at a login only, and nobody logs in while the bench runs.
    issuerBaseURL: 'http://127.0.0.1:1',
    baseURL: `http://127.0.0.1:${port}`,
    clientID: 'bench',
    clientSecret: secret,
    secret,
    authorizationParams: { response_type: 'code' },
    ...(store === 'redis' && { session: { store: await redisStore() } }),
  }
}

async function redisStore(): Promise<NonNullable<NonNullable<ConfigParams['session']>['store']>> {
  const client = await createClient({ url: redisUrl }).connect()
  return new RedisStore({ client, prefix: keyPrefix }) as never
}

/** As long as a usual one; nobody checks its signature after the login. */
function anIdToken(): string {
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: 'http://127.0.0.1:1',
    aud: 'bench',
    sub: '108151210181500000001',
    iat: now,
    exp: now + SESSION_SECONDS,
  }
  const profile = { name: 'Ada Byron', email: 'ada@example.com', email_verified: true }
  const parts = [
    { alg: 'RS256', kid: 'bench' },
    { ...claims, ...profile },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  return [...parts, randomBytes(256).toString('base64url')].join('.')
}
