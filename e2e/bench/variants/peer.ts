import { fileURLToPath } from 'node:url'
import { findFreePort } from '../../world/free-port.ts'
import { API_PREFIX } from '../api-request.ts'
import { pinned } from '../cpu-cores.ts'
import { newToken, type Stage } from '../stage.ts'
import type { SeededSessions, Variant } from './variant.ts'

/** A server of `peers/servers`. */
export interface PeerOptions {
  name: string
  title: string
  /** File name without its extension. */
  server: string
  /** Where it keeps sessions, when it can do both. */
  store: 'redis' | 'cookie'
}

const SERVERS = new URL('../peers/servers/', import.meta.url)
const PARALLEL_SIGN_INS = 16

/** Another way to build a backend-for-frontend, as its documentation tells one to. */
export function peer({ name, title, server, store }: PeerOptions): Variant {
  const file = fileURLToPath(new URL(`${server}.ts`, SERVERS))
  return {
    name,
    title,
    command: async ({ cores, upstream, redisUrl, secret, folder }) => {
      const port = await findFreePort()
      return {
        name,
        command: pinned(cores.proxy, [process.execPath, file]),
        env: {
          PORT: String(port),
          UPSTREAM_URL: upstream.origin,
          API_PREFIX,
          REDIS_URL: redisUrl,
          SECRET: secret,
          STORE: store,
          KEY_PREFIX: `${name}:`,
        },
        port,
        readyPath: '/ready',
        folder,
      }
    },
    signIn,
  }
}

/** Through the peer's own sign-in route, which starts a session of its library that holds the token it is given. */
async function signIn({ signal }: Stage, origin: string, count: number): Promise<SeededSessions> {
  const tokens = Array.from({ length: count }, newToken)
  const pending = tokens.entries()
  const cookies: string[] = []
  const signInTheRest = async () => {
    for (const [index, token] of pending) {
      signal.throwIfAborted()
      cookies[index] = await signInOnce(origin, token)
    }
  }
  await Promise.all(Array.from({ length: PARALLEL_SIGN_INS }, signInTheRest))
  return { cookies, tokens: new Set(tokens) }
}

async function signInOnce(origin: string, token: string): Promise<string> {
  const response = await fetch(`${origin}/sign-in`, { headers: { 'x-token': token } })
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0])
  await response.body?.cancel()
  if (cookies.length === 0) throw new Error(`${origin}/sign-in answered ${response.status} without a cookie`)
  return cookies.join('; ')
}
