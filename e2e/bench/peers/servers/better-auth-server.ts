/**
 * better-auth's session lookup, by Redis or by its cookie cache, in front of the floor's own forwarding. The session
 * holds the token: looking the account up as well, as better-auth would, costs it more.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { betterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'
import { fromNodeHeaders } from 'better-auth/node'
import { anonymous } from 'better-auth/plugins/anonymous'
import { createClient } from 'redis'
import { Pool } from 'undici'
import { passOn } from '../../servers/pass-on.ts'
import type { Pool as FloorPool } from '../../servers/product-undici.ts'
import { readSettings, TOKEN_HEADER } from './settings.ts'

const DAY_SECONDS = 24 * 60 * 60

const { port, upstreamUrl, apiPrefix, redisUrl, keyPrefix, secret, store } = readSettings()
const client = await createClient({ url: redisUrl }).connect()
const pool = new Pool(upstreamUrl, { pipelining: 1 }) as unknown as FloorPool

const auth = betterAuth({
  baseURL: `http://127.0.0.1:${port}`,
  secret,
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
  secondaryStorage: {
    get: (key) => client.get(keyPrefix + key),
    set: async (key, value, ttl) => {
      await client.set(keyPrefix + key, value, ttl ? { expiration: { type: 'EX', value: ttl } } : {})
    },
    delete: async (key) => {
      await client.del(keyPrefix + key)
    },
    getAndDelete: (key) => client.getDel(keyPrefix + key),
    increment: async (key, ttl) => {
      const count = await client.incr(keyPrefix + key)
      if (count === 1) await client.expire(keyPrefix + key, ttl)
      return count
    },
  },
  session: {
    additionalFields: { accessToken: { type: 'string', required: false } },
    // As long as the bench: a cache that runs out would ask Redis for every call from then on.
    cookieCache: { enabled: store === 'cookie', maxAge: DAY_SECONDS },
  },
  databaseHooks: {
    session: {
      create: {
        before: async (session, context) => ({
          data: { ...session, accessToken: context?.headers?.get(TOKEN_HEADER) ?? '' },
        }),
      },
    },
  },
  plugins: [anonymous()],
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
})

createServer((req, res) => {
  answer(req, res).catch((error: Error) => res.destroy(error))
}).listen(port, '127.0.0.1')

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { url = '' } = req
  if (url === '/sign-in') return signIn(req, res)
  if (!url.startsWith(apiPrefix)) return void res.writeHead(204).end()

  const found = await auth.api.getSession({ headers: fromNodeHeaders(req.headers) })
  const token = found?.session.accessToken
  if (!token) return void res.writeHead(401).end()
  passOn(req, res, { pool, path: url.slice(apiPrefix.length), authorization: `Bearer ${token}` })
}

async function signIn(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { headers } = await auth.api.signInAnonymous({
    headers: fromNodeHeaders(req.headers),
    returnHeaders: true,
  })
  res.writeHead(204, { 'set-cookie': headers.getSetCookie() }).end()
}
