import type { RedisTls } from './redis-options.ts'

/** How long a connection may take to be up, its greeting included, in milliseconds. */
export const CONNECT_TIMEOUT_MS = 2_000

/** Commands without an answer after which the connection counts as dead, whatever its socket says. */
export const TIMEOUTS_OF_A_DEAD_CONNECTION = 3

const MAX_RECONNECT_DELAY_MS = 1_000

/** Commands waiting at once; more are refused, so that a silent Redis does not fill the memory. */
const MAX_WAITING_COMMANDS = 10_000

/** Pause before an attempt to connect, in milliseconds; `attempt` counts from 0. */
export function reconnectDelayMs(attempt: number): number {
  return Math.min(50 * 2 ** attempt, MAX_RECONNECT_DELAY_MS)
}

/** Who connects, and how the connection is protected. */
export interface Access {
  username?: string | undefined
  password?: string | undefined
  tls?: RedisTls | undefined
}

/** Settings of every connection: fail fast, and queue nothing while it is away. */
export function clientSettings({ username, password, tls }: Access) {
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_WAITING_COMMANDS,
    // The limit is ours, and shorter: node-redis would keep a timer for every command, long after its reply.
    commandOptions: { timeout: 0 },
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectStrategy: reconnectDelayMs,
      ...(tls && { tls: true as const, ...given(tls) }),
    },
  }
}

/** An absent PEM text leaves the system's authorities in force; node:tls is not asked to read undefined. */
function given(tls: RedisTls): { ca?: string; cert?: string; key?: string } {
  return Object.fromEntries(Object.entries(tls).filter(([, pem]) => pem !== undefined))
}
