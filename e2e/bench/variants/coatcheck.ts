import { fileURLToPath } from 'node:url'
import { findFreePort } from '../../world/free-port.ts'
import { GITHUB_CLIENT } from '../../world/registered-clients.ts'
import { pinned } from '../cpu-cores.ts'
import { logIn } from '../log-in.ts'
import type { Stage } from '../stage.ts'
import type { Variant } from './variant.ts'

/** How a `coatcheck start` differs from the plain one. */
export interface CoatcheckOptions {
  name: string
  title: string
  /** Default 1: the process itself serves. */
  workers?: number
  /** Cores it may use. Default: those for the variant under load. */
  cores?: (cores: Stage['cores']) => string
  /** Flags for Node. Default: none. */
  nodeFlags?: readonly string[]
}

const COMMAND = fileURLToPath(new URL('../../../node_modules/.bin/coatcheck', import.meta.url))
const CONFIG = fileURLToPath(new URL('../servers/coatcheck.config.ts', import.meta.url))

/** The product as an operator runs it: its command, Redis, and touch, revocation and logging at their defaults. */
export function coatcheck(options: CoatcheckOptions): Variant {
  const { name, title, workers = 1, nodeFlags = [] } = options
  const coresOf = options.cores ?? ((cores) => cores.proxy)
  const start = ['start', '--config', CONFIG, ...(workers > 1 ? ['--workers', String(workers)] : [])]
  return {
    name,
    title,
    command: async (stage) => {
      const port = await findFreePort()
      return {
        name,
        command: pinned(coresOf(stage.cores), [process.execPath, ...nodeFlags, COMMAND, ...start]),
        env: { ...settings(stage), PORT: String(port) },
        port,
        readyPath: '/bff/health/ready',
        folder: stage.folder,
      }
    },
    signIn: logIn,
  }
}

function settings({ publicUrl, redisUrl, secret, upstream, github }: Stage): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PUBLIC_URL: publicUrl,
    REDIS_URL: redisUrl,
    SESSION_SECRET: secret,
    UPSTREAM_URL: upstream.origin,
    GITHUB_CLIENT_ID: GITHUB_CLIENT.clientId,
    GITHUB_CLIENT_SECRET: GITHUB_CLIENT.clientSecret,
    GITHUB_BASE_URL: github.webUrl,
    GITHUB_API_BASE_URL: github.apiUrl,
  }
}
