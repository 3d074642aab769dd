import type { Secret } from './secret.ts'

/** Algorithms an ID token may be signed with; each asymmetric. */
type SigningAlgorithm =
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'EdDSA'
  | 'Ed25519'

/** What every provider needs to know of this client. */
interface ClientInput {
  clientId: string
  /** Asked for at every login. Default: what the provider needs to say who signed in. */
  scopes?: string[] | undefined
  /** May be asked for later through `scope=` of login and connect, besides `scopes`. Default: none. */
  optionalScopes?: string[] | undefined
  /**
   * Lets the provider be called at private, link-local and loopback addresses. Default false: a provider that has been
   * taken over could otherwise send this process around in its own network.
   */
  allowPrivateNetwork?: boolean | undefined
  /** Calls to the provider in flight at once; more wait, for ten seconds at most. Default 64. */
  maxConcurrentCalls?: number | undefined
}

/** How the client proves itself at a provider without habits of its own: exactly one of the two. */
interface AnyClientInput extends ClientInput {
  /** Sent in the way that the provider lists: in the Authorization header (the default), or in the body. */
  clientSecret?: Secret | undefined
  /** Names the way. */
  clientAuth?: ClientAuthInput | undefined
  /** Parameters of every authorization request that the standards do not know, such as `audience`. Default: none. */
  authorizationParameters?: Record<string, string> | undefined
  /** Takes an email that the provider does not call verified. Default false. */
  trustEmail?: boolean | undefined
}

/** A named way for the client to prove itself. */
export type ClientAuthInput =
  | { method: 'client_secret_basic' | 'client_secret_post'; secret: Secret }
  | PrivateKeyInput
  | CertificateInput

/** A signed statement for each request, for the provider's eyes only. Nothing secret is sent. */
interface PrivateKeyInput {
  method: 'private_key_jwt'
  /** PEM without a passphrase, or a JWK as JSON; one that no other provider gets to know. */
  key: Secret
  /** Names the key among those registered. Default: a JWK's `kid`. */
  keyId?: string | undefined
  /** Default: a JWK's `alg`, or what the key is for; an RSA key signs RS256. */
  algorithm?: 'RS256' | 'PS256' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA' | undefined
}

/** A certificate in the TLS handshake: of an authority the provider trusts, or one it has been given. */
interface CertificateInput {
  method: 'tls_client_auth'
  /** PEM files, relative to the configuration file; read anew for every connection. */
  certFile: string
  keyFile: string
}

/** GitHub.com, a GitHub Enterprise Server, or an emulator of one. */
export interface GithubInput extends ClientInput {
  type: 'github'
  clientSecret: Secret
  /** Where people sign in. Default `https://github.com`. */
  baseUrl?: string | undefined
  /** Where the REST API is. Default `https://api.github.com`. */
  apiBaseUrl?: string | undefined
  /** Refuses an authorization response without `iss`. Default true; switch off for servers that do not send it. */
  requireIss?: boolean | undefined
}

/** Google, or an emulator of it. `scopes` must hold `openid`. */
export interface GoogleInput extends ClientInput {
  type: 'google'
  clientSecret: Secret
  /** Where its metadata is discovered. Default `https://accounts.google.com`. */
  issuer?: string | undefined
  /** `optional` takes back-channel logout tokens without `typ`, as older servers send them. Default `required`. */
  logoutTokenTyp?: 'required' | 'optional' | undefined
}

/** What protects a login and its tokens beyond what every server knows. */
interface ProtectionInput {
  /**
   * Switches the FAPI 2.0 client profile on: pushed requests, bound tokens, `iss` in every answer. It is a problem at
   * start when `clientAuth` or `idTokenAlg` is none of the profile's. Default false.
   */
  fapi2?: boolean | undefined
  /**
   * Authorization requests are pushed to the provider, and the browser carries none of them (RFC 9126): `offered`
   * where its metadata has an endpoint for that, `required` always. Default `offered`.
   */
  par?: 'offered' | 'required' | undefined
  /** Asks for tokens that are bound to a key of their session, and takes no others (RFC 9449). Default false. */
  dpop?: boolean | undefined
  /**
   * How the provider answers an authorization request: `form_post` by a form, which keeps the code out of addresses
   * and takes a cookie that other sites' requests carry; `.jwt` signed (JARM), as ID tokens are. Default: as it
   * answers unasked, in the query.
   */
  responseMode?: 'query' | 'query.jwt' | 'form_post' | 'form_post.jwt' | undefined
}

/** Any OpenID provider, by discovery. `scopes` must hold `openid`. */
export interface OidcInput extends AnyClientInput, ProtectionInput {
  type: 'oidc'
  /** Its name, to the very character, under which its metadata is discovered. */
  issuer: string
  /** The one algorithm its ID tokens are signed with for this client. Default `RS256`. */
  idTokenAlg?: SigningAlgorithm | undefined
  /** Takes no userinfo but what is signed with this. Default: plain, or signed as ID tokens are. */
  userinfoAlg?: SigningAlgorithm | undefined
  /** `optional` takes back-channel logout tokens without `typ`, as older servers send them. Default `required`. */
  logoutTokenTyp?: 'required' | 'optional' | undefined
  /** Refuses an authorization response without `iss` even if the metadata does not promise one. Default false. */
  requireIss?: boolean | undefined
}

/** Any OAuth 2.0 server that tells at an address of its own whose token it gets. */
export interface Oauth2Input extends AnyClientInput {
  type: 'oauth2'
  /** What it calls itself in `iss` of an authorization response. Default: the origin of `authorizationEndpoint`. */
  issuer?: string | undefined
  authorizationEndpoint: string
  tokenEndpoint: string
  /** Where tokens are taken back, as in RFC 7009. Default: they are left to expire. */
  revocationEndpoint?: string | undefined
  userinfo: UserinfoInput
  /** Refuses an authorization response without `iss`; needs `issuer`. Default false. */
  requireIss?: boolean | undefined
}

/** Where whose account it is can be read, and under which names; `data.id` is a member of a member. */
interface UserinfoInput {
  /** Asked with the access token; answers with JSON. */
  url: string
  /** What never changes about an account: not a login name, and no email. */
  sub: string
  name?: string | undefined
  email?: string | undefined
  /** Says `true` of an email that has been verified; without it none is taken, unless `trustEmail`. */
  emailVerified?: string | undefined
  picture?: string | undefined
  /** How the person would recognise the account: a login name, say. Default: the email. */
  label?: string | undefined
}

/** A provider of any kind. */
export type ProviderInput = GithubInput | GoogleInput | OidcInput | Oauth2Input
