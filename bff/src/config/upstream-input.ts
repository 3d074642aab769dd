/** One third-party API the browser may reach through the proxy. */
export interface UpstreamInput {
  /** Base URL; its path is put before every forwarded path. */
  target: string
  /** What authorises its calls. */
  credential: CredentialInput
  /** What may be called. Default: every path and method of the upstream. */
  allow?: RouteRuleInput[] | undefined
  /** Globs, as in `allow`, of paths that never pass whatever `allow` says; case does not count. Default: none. */
  deny?: string[] | undefined
  /** Request headers forwarded besides the defaults. Default: none. */
  forwardRequestHeaders?: string[] | undefined
  /** Fixed request headers; they win over the browser's. `User-Agent` defaults to `coatcheck`. */
  headers?: Record<string, string> | undefined
  /**
   * Request headers where the browser sends none of that name; its own win. An `Accept` for anything at
   * all, which a browser sends by itself, counts as none. Default: none.
   */
  defaultHeaders?: Record<string, string> | undefined
  /**
   * Passes a 403 on as a 429 when its headers make it a rate limit, as GitHub's do: `Retry-After`, or
   * `X-RateLimit-Remaining: 0`. A 429 always has `Retry-After` then. The body stays as it is. Default false.
   */
  rateLimitsAs429?: boolean | undefined
  /** Largest request body in bytes. Default 10 MiB. */
  maxRequestBytes?: number | undefined
  /** Calls of one session in flight at once. Default 64. */
  maxConcurrentPerSession?: number | undefined
  timeouts?:
    | {
        /** Milliseconds to connect. Default 5 000. */
        connectMs?: number | undefined
        /** Milliseconds until the answer's headers. Default 30 000. */
        headersMs?: number | undefined
        /** Milliseconds between two chunks of the answer's body, and for the browser to take what came. Default 60 000. */
        idleBodyMs?: number | undefined
      }
    | undefined
  /** WebSockets, which open where `allow` lets a GET pass. */
  webSocket?:
    | {
        /** Seconds between two pings; a side that does not answer one is given up. Default 30. */
        pingSeconds?: number | undefined
        /** Seconds without a message in either direction, after which both sides are closed. Default 600. */
        idleSeconds?: number | undefined
        /** Largest message in bytes. Default 1 MiB. */
        maxMessageBytes?: number | undefined
      }
    | undefined
}

/** What authorises an upstream's calls; `type` tells the kinds apart. */
type CredentialInput = UserTokenInput | ClientCredentialsInput | TokenExchangeInput | NoCredentialInput

/** The signed-in person's access token at that provider. */
export interface UserTokenInput {
  type: 'userToken'
  provider: string
  /**
   * Without all of them granted, a call is answered 403 `insufficient_scope` and not made; the provider must offer
   * them. Leave them out for GitHub Apps, whose tokens have no scopes. Default: none.
   */
  scopes?: string[] | undefined
  /**
   * What the provider calls this API, as in RFC 8707: its calls then carry a token that is good for nothing else. It
   * comes with a refresh token, so the provider must give one. Default: the token that came with the login.
   */
  resource?: string | undefined
}

/** This server's own token at that provider, by the client credentials grant; the same for all people. */
export interface ClientCredentialsInput {
  type: 'clientCredentials'
  /** Of type `oidc` or `oauth2`; it must know this server as a client that may have tokens of its own. */
  provider: string
  /** Asked for with the token; as few as the calls need. Default: what the provider gives by itself. */
  scopes?: string[] | undefined
  /** URI of the API the token is for, where the provider tells APIs apart (RFC 8707). Default: not said. */
  resource?: string | undefined
}

/** What the person's token at that provider is exchanged for (RFC 8693), which is good at this upstream alone. */
export interface TokenExchangeInput {
  type: 'tokenExchange'
  /** Of type `oidc` or `oauth2`; it must let this client exchange tokens. */
  provider: string
  /** Name or URI of the API, as the provider knows it. */
  audience: string
  /** Asked for with the new token. Default: what the provider gives by itself. */
  scopes?: string[] | undefined
  /** Where the API is, said besides `audience` to providers that want both (RFC 8693). Default: not said. */
  resource?: string | undefined
}

/** No credential is attached, but a session is still needed. */
interface NoCredentialInput {
  type: 'none'
}

/** One kind of call that may pass. */
interface RouteRuleInput {
  methods: ('GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS')[]
  /** Glob on the decoded path below the upstream: `*` is one segment, `**` any number of them. */
  path: string
  /** Needed besides the credential's own `scopes`. Default: none. */
  scopes?: string[] | undefined
  /**
   * How recently, and how strongly, the person must have authenticated at the provider whose token is sent, or at
   * the one they signed in with where nobody's is. Otherwise the call is answered 403 `step_up_required` and not
   * made. Needs a provider that issues ID tokens. Default: however they did.
   */
  requires?: RequiredAuthenticationInput | undefined
  /** `revalidate` lets the browser keep an answer and ask again with its ETag. Default `no-store`. */
  cache?: 'no-store' | 'revalidate' | undefined
  /** `fetch-metadata` drops the need for the CSRF header on GET and HEAD, for `<img>` and downloads. Default `header`. */
  csrf?: 'header' | 'fetch-metadata' | undefined
}

/** What a call needs of an authentication; all that is named. */
interface RequiredAuthenticationInput {
  /** Seconds since the person was last asked who they are, at least 10. */
  maxAge?: number | undefined
  /** Authentication context classes (`acr`), each of which is enough. */
  acr?: string[] | undefined
}
