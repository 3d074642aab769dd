import {
  exportJWK,
  generateKeyPair,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
  type SignOptions,
} from 'jose'
import { jsonAnswer, type ProviderAnswer, type ProviderCall, TestProvider } from './test-provider.ts'
import { type Grant, readGrantedRequest, TokenLedger } from './token-ledger.ts'

/** An account at the Google-like provider. */
export interface GooglePerson {
  sub: string
  email: string
  name: string
}

const ADA_AT_GOOGLE: GooglePerson = {
  sub: '110248495921238986420',
  email: 'ada@verified.example',
  name: 'Ada King',
}

export const GRACE_AT_GOOGLE: GooglePerson = {
  sub: '220248495921238986420',
  email: 'grace@verified.example',
  name: 'Grace Hopper',
}

export const GOOGLE_PATHS = {
  metadata: '/.well-known/openid-configuration',
  authorize: '/o/oauth2/v2/auth',
  token: '/token',
  revoke: '/revoke',
  keys: '/certs',
} as const

/** Google grants the short names under its own long ones. */
const LONG_NAMES: Record<string, string> = {
  email: 'https://www.googleapis.com/auth/userinfo.email',
  profile: 'https://www.googleapis.com/auth/userinfo.profile',
}

const LIFETIME_SECONDS = 3599

/** Turns the claims of an honest ID token into the token that is sent. */
export type IdTokenForger = (claims: JWTPayload) => string | Promise<string>

/** Generating a key is slow and tells nothing, so all providers of a process share two. */
const keyPair = generateKeyPair('RS256', { extractable: true })
const strangerKeyPair = generateKeyPair('RS256')

/** A provider with Google's habits: discovery, signed ID tokens, one refresh token a person, granular consent. */
export class GoogleProvider extends TestProvider {
  readonly clientId = 'google-client.apps.example'
  readonly clientSecret = 'canary-client-secret-google'
  readonly ledger = new TokenLedger()
  person: GooglePerson = ADA_AT_GOOGLE
  /** What the person ticks, when it is not everything. */
  allowedScopes: string[] | undefined
  /** Makes ID tokens; the honest one when undefined. */
  forgeIdToken: IdTokenForger | undefined
  readonly #consented = new Set<string>()

  protected async route(call: ProviderCall): Promise<ProviderAnswer> {
    switch (call.path) {
      case GOOGLE_PATHS.metadata:
        return jsonAnswer(200, this.#metadata())
      case GOOGLE_PATHS.authorize:
        return this.#authorize(call)
      case GOOGLE_PATHS.token:
        return this.#token(call)
      case GOOGLE_PATHS.revoke:
        return this.#revoke(call)
      case GOOGLE_PATHS.keys:
        return jsonAnswer(200, { keys: [await this.publicKey()] })
      default:
        return jsonAnswer(404, { error: 'not_found' })
    }
  }

  /** The key its ID tokens are signed with. */
  async publicKey() {
    return { ...(await exportJWK((await keyPair).publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' }
  }

  /** Signs claims with the key it publishes. */
  async sign(
    claims: JWTPayload,
    header: Partial<JWTHeaderParameters> = {},
    options?: SignOptions,
  ): Promise<string> {
    return prepare(claims, header).sign((await keyPair).privateKey, options)
  }

  /** Signs claims with a key that nobody has heard of, under the name of the published one. */
  async signAsStranger(claims: JWTPayload): Promise<string> {
    return prepare(claims, {}).sign((await strangerKeyPair).privateKey)
  }

  #metadata() {
    const at = (path: string) => this.origin + path
    return {
      issuer: this.origin,
      authorization_endpoint: at(GOOGLE_PATHS.authorize),
      token_endpoint: at(GOOGLE_PATHS.token),
      revocation_endpoint: at(GOOGLE_PATHS.revoke),
      jwks_uri: at(GOOGLE_PATHS.keys),
      code_challenge_methods_supported: ['plain', 'S256'],
      id_token_signing_alg_values_supported: ['RS256'],
      authorization_response_iss_parameter_supported: true,
    }
  }

  #authorize({ query }: ProviderCall): ProviderAnswer {
    const { person, allowedScopes } = this
    const request = readGrantedRequest(query, { sub: person.sub, allowedScopes })
    // A refresh token comes with a consent, asked for offline use, and with nothing else.
    if (query.get('prompt') === 'consent') this.#consented.delete(person.sub)
    if (query.get('access_type') !== 'offline') this.#consented.add(person.sub)

    const parameters = { code: this.ledger.issueCode(request), state: query.get('state') ?? '' }
    const back = new URL(request.redirectUri)
    back.search = String(new URLSearchParams({ ...parameters, iss: this.origin, authuser: '0' }))
    return { status: 302, headers: { location: back.href } }
  }

  async #token({ form, headers }: ProviderCall): Promise<ProviderAnswer> {
    const isClient =
      form.get('client_id') === this.clientId && form.get('client_secret') === this.clientSecret
    if (!isClient || headers.authorization !== undefined) return jsonAnswer(401, { error: 'invalid_client' })
    if (form.get('grant_type') === 'refresh_token') {
      const grant = this.ledger.grantOf(form.get('refresh_token'))
      return grant ? this.#answer(grant, null, {}) : jsonAnswer(400, { error: 'invalid_grant' })
    }
    const request = this.ledger.redeemCode(form)
    if (!request) return jsonAnswer(400, { error: 'invalid_grant' })
    const granted: Grant = { sub: request.sub, scopes: request.scopes }
    return this.#answer(granted, request.nonce, this.#refreshTokenFor(granted))
  }

  #refreshTokenFor(grant: Grant): { refresh_token?: string } {
    if (this.#consented.has(grant.sub)) return {}
    this.#consented.add(grant.sub)
    return { refresh_token: this.ledger.issueToken('refresh', grant) }
  }

  async #answer(grant: Grant, nonce: string | null, rest: object): Promise<ProviderAnswer> {
    const forge = this.forgeIdToken ?? ((claims) => this.sign(claims))
    const idToken = await forge(this.#claims(grant, nonce))
    this.ledger.tokens.push(idToken)
    return jsonAnswer(200, {
      access_token: this.ledger.issueToken('access', grant),
      token_type: 'Bearer',
      expires_in: LIFETIME_SECONDS,
      scope: grant.scopes.map((scope) => LONG_NAMES[scope] ?? scope).join(' '),
      id_token: idToken,
      ...rest,
    })
  }

  #claims({ sub }: Grant, nonce: string | null): JWTPayload {
    const { email, name } = this.person
    // Real time: oauth4webapi judges ID tokens by the clock of the process.
    const iat = Math.floor(Date.now() / 1000)
    const whose = { sub, email, email_verified: true, name }
    const claims = { iss: this.origin, aud: this.clientId, azp: this.clientId, iat, exp: iat + 3600 }
    return { ...claims, ...whose, ...(nonce === null ? {} : { nonce }) }
  }

  #revoke({ form }: ProviderCall): ProviderAnswer {
    const grant = this.ledger.grantOf(form.get('token'))
    if (!grant) return jsonAnswer(400, { error: 'invalid_token' })
    this.ledger.endGrant(grant)
    this.#consented.delete(grant.sub)
    return jsonAnswer(200, {})
  }
}

function prepare(claims: JWTPayload, header: Partial<JWTHeaderParameters>): SignJWT {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'key-1', typ: 'JWT', ...header })
}
