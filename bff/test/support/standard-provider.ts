import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { onTestFinished } from 'vitest'
import { oidc } from '../../src/config/factories.ts'
import type { OidcInput } from '../../src/config/provider-input.ts'
import { jsonAnswer, type ProviderAnswer, type ProviderCall, TestProvider } from './test-provider.ts'
import { type Grant, type IssuedTokens, readGrantedRequest, TokenLedger } from './token-ledger.ts'

export const STANDARD_PATHS = {
  metadata: '/.well-known/openid-configuration',
  authorize: '/authorize',
  token: '/token',
  userinfo: '/userinfo',
  revoke: '/revoke',
  keys: '/keys',
} as const

/** Says whether a request proves who the client is. */
type ClientProof = (call: ProviderCall) => boolean | Promise<boolean>

const keyPair = generateKeyPair('RS256')

/**
 * A provider without habits: what the standards say and nothing more. Its ID tokens name a subject, its userinfo
 * the rest; access tokens expire, refresh tokens rotate.
 */
export class StandardProvider extends TestProvider {
  readonly clientId = 'standard client'
  /** Every character that has to be encoded on its way through HTTP Basic. */
  readonly clientSecret = 'canary-client-secret:+%& ü'
  readonly ledger = new TokenLedger()
  tokenLifetimeSeconds = 300
  /** Where it says that it is, when something stands in front of it. */
  publicOrigin: string | undefined
  /** What it says of the person who is signed in there, besides claims of the token itself. */
  person: { sub: string } & Record<string, unknown> = {
    sub: 'ada-1815',
    name: 'Ada Lovelace',
    preferred_username: 'ada',
    email: 'ada@verified.example',
    email_verified: true,
  }
  /** Adds to what the metadata says, or takes `undefined` out of it. */
  metadata: Record<string, unknown> = {}
  /** The secret in the header by default, and nowhere else. */
  proof: ClientProof = (call) => {
    const [clientId, clientSecret] = readBasic(call)
    return clientId === this.clientId && clientSecret === this.clientSecret && !call.form.has('client_secret')
  }

  protected route(call: ProviderCall): ProviderAnswer | Promise<ProviderAnswer> {
    switch (call.path) {
      case STANDARD_PATHS.metadata:
        return jsonAnswer(200, { ...this.#endpoints(), ...this.metadata })
      case STANDARD_PATHS.authorize:
        return this.#authorize(call)
      case STANDARD_PATHS.token:
        return this.#token(call)
      case STANDARD_PATHS.userinfo:
        return this.#userinfo(call)
      case STANDARD_PATHS.revoke:
        return this.#revoke(call)
      case STANDARD_PATHS.keys:
        return this.#keys()
      default:
        return jsonAnswer(404, { error: 'not_found' })
    }
  }

  get issuer(): string {
    return this.publicOrigin ?? this.origin
  }

  /** Signs claims with the key it publishes. */
  async sign(claims: JWTPayload): Promise<string> {
    const { privateKey } = await keyPair
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'key-1' }).sign(privateKey)
  }

  #endpoints() {
    const at = (path: string) => this.issuer + path
    return {
      issuer: this.issuer,
      authorization_endpoint: at(STANDARD_PATHS.authorize),
      token_endpoint: at(STANDARD_PATHS.token),
      userinfo_endpoint: at(STANDARD_PATHS.userinfo),
      revocation_endpoint: at(STANDARD_PATHS.revoke),
      jwks_uri: at(STANDARD_PATHS.keys),
    }
  }

  async #keys(): Promise<ProviderAnswer> {
    const key = { ...(await exportJWK((await keyPair).publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' }
    return jsonAnswer(200, { keys: [key] })
  }

  #authorize({ query }: ProviderCall): ProviderAnswer {
    const request = readGrantedRequest(query, { sub: this.person.sub, allowedScopes: undefined })
    const back = new URL(request.redirectUri)
    back.searchParams.set('code', this.ledger.issueCode(request))
    back.searchParams.set('state', query.get('state') ?? '')
    return { status: 302, headers: { location: back.href } }
  }

  async #token(call: ProviderCall): Promise<ProviderAnswer> {
    if (!(await this.proof(call))) return jsonAnswer(401, { error: 'invalid_client' })
    const { form } = call
    if (form.get('grant_type') === 'refresh_token') {
      const rotated = this.ledger.rotate(form.get('refresh_token') ?? '')
      return rotated ? this.#answer(rotated, null) : jsonAnswer(400, { error: 'invalid_grant' })
    }
    const request = this.ledger.redeemCode(form)
    if (!request) return jsonAnswer(400, { error: 'invalid_grant' })
    const { sub, scopes, nonce } = request
    return this.#answer(this.ledger.issueTokens({ sub, scopes }), nonce)
  }

  async #answer({ accessToken, refreshToken, grant }: IssuedTokens, nonce: string | null) {
    const idToken = grant.scopes.includes('openid') ? { id_token: await this.#idToken(grant, nonce) } : {}
    return jsonAnswer(200, {
      access_token: accessToken,
      refresh_token: refreshToken,
      token_type: 'Bearer',
      expires_in: this.tokenLifetimeSeconds,
      scope: grant.scopes.join(' '),
      ...idToken,
    })
  }

  async #idToken({ sub }: Grant, nonce: string | null): Promise<string> {
    // Real time: oauth4webapi judges ID tokens by the clock of the process.
    const iat = Math.floor(Date.now() / 1000)
    const claims = { iss: this.issuer, aud: this.clientId, sub, iat, exp: iat + 300 }
    const idToken = await this.sign({ ...claims, ...(nonce === null ? {} : { nonce }) })
    this.ledger.tokens.push(idToken)
    return idToken
  }

  #userinfo({ headers }: ProviderCall): ProviderAnswer {
    const grant = this.ledger.grantOf(headers.authorization?.replace('Bearer ', ''))
    return grant ? jsonAnswer(200, this.person) : jsonAnswer(401, { error: 'invalid_token' })
  }

  async #revoke(call: ProviderCall): Promise<ProviderAnswer> {
    if (!(await this.proof(call))) return jsonAnswer(401, { error: 'invalid_client' })
    const token = call.form.get('token') ?? ''
    const grant = this.ledger.grantOf(token)
    if (grant && call.form.get('token_type_hint') === 'refresh_token') this.ledger.endGrant(grant)
    else this.ledger.endToken(token)
    return { status: 200 }
  }
}

/** Starts a provider that ends with the test. */
export async function startStandardProvider(): Promise<StandardProvider> {
  const provider = new StandardProvider()
  await provider.listen()
  onTestFinished(() => provider.close())
  return provider
}

/** Configures it as an OpenID provider. */
export function oidcAt(provider: StandardProvider, settings: Partial<OidcInput> = {}): OidcInput {
  const { issuer, clientId, clientSecret } = provider
  return oidc({ issuer, clientId, ...(settings.clientAuth ? {} : { clientSecret }), ...settings })
}

/** Reads HTTP Basic as RFC 6749 section 2.3.1 has it: each part is form-encoded. */
export function readBasic({ headers }: ProviderCall): string[] {
  const [scheme, encoded = ''] = (headers.authorization ?? '').split(' ')
  if (scheme !== 'Basic') return []
  const parts = Buffer.from(encoded, 'base64').toString().split(':')
  return parts.map((part) => new URLSearchParams(`part=${part}`).get('part') ?? '')
}
