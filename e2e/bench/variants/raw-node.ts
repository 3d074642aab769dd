import { fileURLToPath } from 'node:url'
import { findFreePort } from '../../world/free-port.ts'
import { API_PREFIX } from '../api-request.ts'
import { pinned } from '../cpu-cores.ts'
import type { Variant } from './variant.ts'

const SERVER = fileURLToPath(new URL('../servers/raw-node-server.ts', import.meta.url))

/** `node:http` and undici without a session: the floor that no proxy in Node comes under. */
export function rawNode(name: string, title: string, nodeFlags: readonly string[] = []): Variant {
  return {
    name,
    title,
    command: async ({ cores, upstream, fixedToken, folder }) => {
      const port = await findFreePort()
      return {
        name,
        command: pinned(cores.proxy, [process.execPath, ...nodeFlags, SERVER]),
        env: {
          PORT: String(port),
          UPSTREAM_URL: upstream.origin,
          FIXED_TOKEN: fixedToken,
          API_PREFIX,
        },
        port,
        readyPath: '/',
        folder,
      }
    },
  }
}
