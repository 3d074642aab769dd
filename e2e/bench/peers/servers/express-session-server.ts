/** What most Express applications do: express-session with connect-redis, and http-proxy-middleware behind it. */
import { RedisStore } from 'connect-redis'
import express, { type RequestHandler } from 'express'
import session from 'express-session'
import { createClient } from 'redis'
import { readSettings, TOKEN_HEADER } from './settings.ts'
import { tokenProxy } from './token-proxy.ts'

interface SignedInSession extends session.Session {
  accessToken?: string
}

const { port, upstreamUrl, apiPrefix, redisUrl, keyPrefix, secret } = readSettings()
const client = await createClient({ url: redisUrl }).connect()

const tokenOf = (req: object) => (req as { session: SignedInSession }).session.accessToken

const signIn: RequestHandler = (req, res) => {
  const { session } = req as typeof req & { session: SignedInSession }
  session.accessToken = req.get(TOKEN_HEADER) ?? ''
  res.sendStatus(204)
}

const requireSession: RequestHandler = (req, res, next) => {
  if (tokenOf(req)) next()
  else res.sendStatus(401)
}

const app = express()
app.disable('x-powered-by')
app.get('/ready', (_req, res) => res.sendStatus(204))
app.use(
  session({
    secret,
    store: new RedisStore({ client, prefix: keyPrefix }),
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'strict' },
  }),
)
app.get('/sign-in', signIn)
app.use(apiPrefix, requireSession, tokenProxy(upstreamUrl, tokenOf))
app.listen(port, '127.0.0.1')
