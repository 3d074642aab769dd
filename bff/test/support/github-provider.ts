import { jsonAnswer, type ProviderAnswer, type ProviderCall, TestProvider } from './test-provider.ts'
import { type IssuedTokens, readGrantedRequest, TokenLedger } from './token-ledger.ts'

/** An account at the GitHub-like provider. */
export interface GithubPerson {
  id: number
  login: string
  name: string | null
  emails: { email: string; primary: boolean; verified: boolean }[]
}

export const ADA: GithubPerson = {
  id: 1815,
  login: 'ada',
  name: 'Ada Lovelace',
  emails: [
    { email: 'ada@public.example', primary: false, verified: true },
    { email: 'ada@verified.example', primary: true, verified: true },
  ],
}

export const GRACE: GithubPerson = { id: 1906, login: 'grace', name: null, emails: [] }

export const GITHUB_TOKEN_PATH = '/login/oauth/access_token'
const AUTHORIZE_PATH = '/login/oauth/authorize'

/** A provider with GitHub's paths and habits: errors with status 200, commas, no ID token, its own revocation. */
export class GithubProvider extends TestProvider {
  readonly clientId = 'Iv1.github-client'
  readonly clientSecret = 'canary-client-secret-github:+%&='
  readonly ledger = new TokenLedger()
  /** Makes tokens expire and refresh tokens rotate; tokens last for ever when absent. */
  tokenLifetimeSeconds: number | undefined
  /** Who is signed in there; agrees to everything. */
  person: GithubPerson = ADA
  /** What the person agrees to, when it is not everything. */
  allowedScopes: string[] | undefined

  constructor(tokenLifetimeSeconds?: number) {
    super()
    this.tokenLifetimeSeconds = tokenLifetimeSeconds
  }

  /** Where a token or its whole grant is taken back. */
  revocationPath(reach: 'token' | 'grant'): string {
    return `/applications/${this.clientId}/${reach}`
  }

  protected route(call: ProviderCall): ProviderAnswer {
    switch (call.path) {
      case AUTHORIZE_PATH:
        return this.#authorize(call)
      case GITHUB_TOKEN_PATH:
        return this.#isClient(call) ? this.#token(call) : tokenError('incorrect_client_credentials')
      case this.revocationPath('token'):
      case this.revocationPath('grant'):
        return this.#revoke(call)
      default:
        return this.#api(call)
    }
  }

  #authorize({ query }: ProviderCall): ProviderAnswer {
    const { person, allowedScopes } = this
    const request = readGrantedRequest(query, { sub: String(person.id), allowedScopes })
    const parameters = { code: this.ledger.issueCode(request), state: query.get('state') ?? '' }
    const back = new URL(request.redirectUri)
    back.search = String(new URLSearchParams({ ...parameters, iss: `${this.origin}/login/oauth` }))
    return { status: 302, headers: { location: back.href } }
  }

  #token({ form }: ProviderCall): ProviderAnswer {
    if (form.get('grant_type') === 'refresh_token') {
      const rotated = this.ledger.rotate(form.get('refresh_token') ?? '')
      return rotated ? this.#tokenAnswer(rotated) : tokenError('bad_refresh_token')
    }
    const granted = this.ledger.redeemCode(form)
    if (!granted) return tokenError('bad_verification_code')
    return this.#tokenAnswer(this.ledger.issueTokens({ sub: granted.sub, scopes: granted.scopes }))
  }

  #tokenAnswer({ accessToken, refreshToken, grant }: IssuedTokens): ProviderAnswer {
    const expiry = { expires_in: this.tokenLifetimeSeconds, refresh_token: refreshToken }
    return jsonAnswer(200, {
      access_token: accessToken,
      token_type: 'bearer',
      scope: grant.scopes.join(','),
      ...(this.tokenLifetimeSeconds === undefined ? {} : expiry),
    })
  }

  /** One method of client authentication, and JSON asked for: else the run is not worth going on. */
  #isClient({ form, headers }: ProviderCall): boolean {
    const isOurs = form.get('client_id') === this.clientId && form.get('client_secret') === this.clientSecret
    return isOurs && headers.authorization === undefined && headers.accept === 'application/json'
  }

  #revoke(call: ProviderCall): ProviderAnswer {
    const credentials = Buffer.from(`${this.clientId}:${this.clientSecret}`).toString('base64')
    if (call.method !== 'DELETE' || call.headers.authorization !== `Basic ${credentials}`) {
      return jsonAnswer(401, { message: 'Requires authentication' })
    }
    const { access_token: token } = JSON.parse(call.body) as { access_token: string }
    const grant = this.ledger.grantOf(token)
    if (!grant) return jsonAnswer(404, { message: 'Not Found' })
    if (call.path.endsWith('/grant')) this.ledger.endGrant(grant)
    else this.ledger.endToken(token)
    return { status: 204 }
  }

  #api({ path, headers }: ProviderCall): ProviderAnswer {
    if (!this.ledger.grantOf(headers.authorization?.replace('Bearer ', ''))) {
      return jsonAnswer(401, { message: 'Bad credentials' })
    }
    const { id, login, name, emails } = this.person
    if (path === '/user/emails') return jsonAnswer(200, emails)
    const avatar = `https://avatars.example/${id}`
    return jsonAnswer(200, { id, login, name, email: 'ada@public.example', avatar_url: avatar })
  }
}

/** GitHub answers token errors with success. */
function tokenError(error: string): ProviderAnswer {
  return jsonAnswer(200, { error, error_description: 'a sentence that is nobody’s business' })
}
