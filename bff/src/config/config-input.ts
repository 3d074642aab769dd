import type { ProviderInput } from './provider-input.ts'
import type { RateLimitsInput } from './rate-limits-input.ts'
import type { Secret } from './secret.ts'
import type { StoreInput } from './store-input.ts'
import type { UpstreamInput } from './upstream-input.ts'

/** The configuration as a person writes it. Times and sizes carry their unit in the name. */
export interface ConfigInput {
  /** The one origin the browser sees; redirect URIs derive from it. https, except for loopback hosts. */
  publicUrl: string
  /** Where the process listens. Default 127.0.0.1:3000; HOST and PORT win. */
  listen?: ListenInput | undefined
  /** Proxies in front: how many, or their addresses or CIDR ranges. Default: none. */
  trustProxy?: number | string[] | undefined
  /** Where the BFF and the API proxy are mounted. Default `/bff` and `/api`. */
  paths?: { bff?: string | undefined; api?: string | undefined } | undefined
  /** Serves the built app, with `index.html` for the addresses it routes itself. Default: not served. */
  spa?: SpaInput | undefined
  session: SessionInput
  /** How often sign-in and its neighbours may be asked for. Default: as often as people do, and offices behind one address. */
  rateLimits?: RateLimitsInput | undefined
  /** How people sign in, and whose APIs may be called for them; at least one, by an id of your choice. */
  providers: Record<string, ProviderInput>
  /** APIs the browser may call through the proxy, as `/api/<id>/…`. Default: none. */
  upstreams?: Record<string, UpstreamInput> | undefined
  /** Default `info`. */
  log?: { level?: LogLevelInput | undefined } | undefined
}

/** Least severe level that is written. */
type LogLevelInput = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

/** Where the process listens, and how it stops. */
interface ListenInput {
  host?: string | undefined
  port?: number | undefined
  /**
   * After it was told to stop, how long readiness says 503 and calls are still taken, so that a load balancer can turn
   * to other processes. Longer than it takes the load balancer to notice. Default 0, at most 60.
   */
  drainDelaySeconds?: number | undefined
  timeouts?: ClientTimeoutsInput | undefined
}

/** How long a client may hold a connection without getting anywhere, in milliseconds. */
interface ClientTimeoutsInput {
  /** To send the request line and headers. Default 15 000. */
  headersMs?: number | undefined
  /**
   * To send a whole request, its body included. One that is merely large may take longer, as long as
   * 240 bytes a second arrive. Default ten minutes.
   */
  requestMs?: number | undefined
  /** To send a body, or take an answer, slower than 240 bytes a second. Default 30 000. */
  stallMs?: number | undefined
  /** Between two requests; longer than a load balancer in front keeps connections. Default 65 000. */
  keepAliveMs?: number | undefined
}

/** How the built app is served. */
interface SpaInput {
  /** Folder of the built app, relative to the configuration file. */
  dir: string
  /** Origins allowed besides `'self'`, per directive of the Content-Security-Policy. Default: none. */
  csp?:
    | {
        imgSrc?: string[] | undefined
        connectSrc?: string[] | undefined
        fontSrc?: string[] | undefined
        styleSrc?: string[] | undefined
      }
    | undefined
}

/** Where sessions live, how long they last, and the keys they are signed and sealed with. */
interface SessionInput {
  /** At least 32 characters each; the first signs and seals, all verify and open, so that they can be rotated. */
  secrets: Secret[]
  /** Default: this process's memory, which production refuses. */
  store?: StoreInput | undefined
  /** Accepts the memory store with NODE_ENV=production. Default false. */
  allowMemoryStore?: boolean | undefined
  /** Seconds without an API call after which a session ends. Default 30 minutes. At least 10. */
  idleTimeoutSeconds?: number | undefined
  /** Seconds after sign-in at which a session ends whatever happens. Default 12 hours. At least 10. */
  absoluteTimeoutSeconds?: number | undefined
  /** Sessions one person may have at once, at least 1; the oldest make room for a new one. Default: any number. */
  maxSessionsPerUser?: number | undefined
  /** `lax` also sends the session with links from other sites. Default `strict`. */
  cookie?: { sameSite?: 'strict' | 'lax' | undefined } | undefined
}
