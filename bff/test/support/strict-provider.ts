import { randomUUID } from 'node:crypto'
import type { JWTPayload } from 'jose'
import { answerToVerdict } from './answer-to-verdict.ts'
import { ACCESS_TOKEN, CLIENT_CREDENTIALS, TOKEN_EXCHANGE } from './machine-grants.ts'
import { ProofJudge, type Verdict } from './proof-judge.ts'
import { publicKeys, signAsCorp } from './strict-keys.ts'
import { jsonAnswer, type ProviderAnswer, type ProviderCall, TestProvider } from './test-provider.ts'
import { type Grant, type GrantedRequest, readGrantedRequest, TokenLedger } from './token-ledger.ts'

export const STRICT_PATHS = {
  metadata: '/.well-known/openid-configuration',
  push: '/par',
  authorize: '/authorize',
  token: '/token',
  userinfo: '/userinfo',
  keys: '/keys',
} as const

const SUB = 'ada-at-corp'
const LIFETIME_SECONDS = 300

/** Signs claims of the provider's. */
type Signer = (claims: JWTPayload) => Promise<string>

/** What differs between two of them. */
export interface StrictHabits {
  /** Takes authorization requests only where they were pushed, or not even then. */
  pushes?: 'required' | 'offered' | 'unknown'
  /** Binds tokens to keys. */
  bindsTokens?: boolean
  /** Gives refresh tokens; default true. */
  refreshes?: boolean
}

/** An OpenID provider with everything a bank would ask for: pushed requests, bound tokens, nonces, rotation. */
export class StrictProvider extends TestProvider {
  readonly clientId = 'corp-client'
  readonly clientSecret = 'canary-client-secret-corp'
  readonly ledger = new TokenLedger()
  readonly judge = new ProofJudge()
  readonly habits: Required<StrictHabits>
  readonly #pushed = new Map<string, URLSearchParams>()
  readonly #codeKeys = new Map<string, string | undefined>()
  readonly #tokenKeys = new Map<string, string | undefined>()
  readonly #audiences = new Map<string, string>()
  /** Resources a person was asked for, by the grant. */
  #resources: string[] = []

  constructor(habits: StrictHabits = {}) {
    super()
    this.habits = { pushes: 'offered', bindsTokens: false, refreshes: true, ...habits }
  }

  protected async route(call: ProviderCall): Promise<ProviderAnswer> {
    switch (call.path) {
      case STRICT_PATHS.metadata:
        return jsonAnswer(200, this.#metadata())
      case STRICT_PATHS.keys:
        return jsonAnswer(200, { keys: await publicKeys() })
      case STRICT_PATHS.authorize:
        return this.#authorize(call)
      case STRICT_PATHS.push:
        return this.#proven(call, (jkt) => this.#push(call, jkt))
      case STRICT_PATHS.token:
        return this.#proven(call, (jkt) => this.#token(call, jkt))
      case STRICT_PATHS.userinfo:
        return this.#userinfo(call)
      default:
        return jsonAnswer(404, { error: 'not_found' })
    }
  }

  /** Makes a signed answer; an honest one by default. */
  signAnswer: Signer = signAsCorp

  /** Makes an ID token; an honest one by default. */
  signIdToken: Signer = signAsCorp

  /** Says whether a request proves who the client is: by default the secret in the header does, and nothing else. */
  proof: (call: ProviderCall) => boolean | Promise<boolean> = ({ form, headers }) => {
    const [, encoded = ''] = (headers.authorization ?? '').split('Basic ')
    const [id, secret] = Buffer.from(encoded, 'base64').toString().split(':').map(decodeURIComponent)
    return id === this.clientId && secret === this.clientSecret && !form.has('client_secret')
  }

  /** Forgets what was pushed, as after the minute it is kept. */
  expirePushed(): void {
    this.#pushed.clear()
  }

  /** The thumbprint of the key a token is bound to. */
  keyOf(accessToken: string): string | undefined {
    return this.#tokenKeys.get(accessToken)
  }

  /** The one resource a token is for; undefined when it is for none in particular. */
  audienceOf(accessToken: string): string | undefined {
    return this.#audiences.get(accessToken)
  }

  get newestAccessToken(): string {
    return this.ledger.tokens.findLast((token) => this.#tokenKeys.has(token)) ?? ''
  }

  #metadata() {
    const at = (path: string) => this.origin + path
    const { pushes, bindsTokens } = this.habits
    return {
      issuer: this.origin,
      authorization_endpoint: at(STRICT_PATHS.authorize),
      token_endpoint: at(STRICT_PATHS.token),
      userinfo_endpoint: at(STRICT_PATHS.userinfo),
      jwks_uri: at(STRICT_PATHS.keys),
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      ...(pushes === 'unknown' ? {} : { pushed_authorization_request_endpoint: at(STRICT_PATHS.push) }),
      ...(pushes === 'required' ? { require_pushed_authorization_requests: true } : {}),
      ...(bindsTokens ? { dpop_signing_alg_values_supported: ['ES256'] } : {}),
    }
  }

  /** Asks who calls, and for a proof, before anything else is looked at. */
  async #proven(
    call: ProviderCall,
    answer: (jkt: string | undefined) => Promise<ProviderAnswer>,
  ): Promise<ProviderAnswer> {
    if (!(await this.proof(call))) return jsonAnswer(401, { error: 'invalid_client' })
    const verdict = await this.#judge(call)
    const headers = this.judge.headers
    const { headers: more, ...rest } = await answerToVerdict(verdict, answer)
    return { ...rest, headers: { ...headers, ...more } }
  }

  async #judge({ method, path, headers }: ProviderCall, accessToken?: string): Promise<Verdict | undefined> {
    if (!this.habits.bindsTokens) return undefined
    return this.judge.judge({ method, url: this.origin + path, proof: headers.dpop, accessToken })
  }

  async #push({ form }: ProviderCall, jkt: string | undefined): Promise<ProviderAnswer> {
    if (form.has('request_uri') || (jkt !== undefined && form.get('dpop_jkt') !== jkt)) {
      return jsonAnswer(400, { error: 'invalid_request' })
    }
    const requestUri = `urn:ietf:params:oauth:request_uri:${randomUUID()}`
    this.#pushed.set(requestUri, form)
    return jsonAnswer(201, { request_uri: requestUri, expires_in: 60 })
  }

  async #authorize({ query }: ProviderCall): Promise<ProviderAnswer> {
    const parameters = this.#requestOf(query)
    if (!parameters) return { status: 400, body: 'this request is not known here' }
    const request = readGrantedRequest(parameters, { sub: SUB, allowedScopes: undefined })
    const code = this.ledger.issueCode(request)
    this.#resources = parameters.getAll('resource')
    this.#codeKeys.set(code, parameters.get('dpop_jkt') ?? undefined)
    const answer = { code, state: parameters.get('state') ?? '', iss: this.origin }
    return this.#send(request.redirectUri, parameters.get('response_mode'), answer)
  }

  async #send(
    redirectUri: string,
    mode: string | null,
    answer: Record<string, string>,
  ): Promise<ProviderAnswer> {
    const isSigned = mode?.endsWith('.jwt')
    const claims = { ...answer, aud: this.clientId, exp: Math.floor(Date.now() / 1000) + 300 }
    const sent = String(new URLSearchParams(isSigned ? { response: await this.signAnswer(claims) } : answer))
    if (mode?.startsWith('form_post'))
      return { status: 200, headers: { 'x-post-to': redirectUri }, body: sent }
    return { status: 302, headers: { location: `${redirectUri}?${sent}` } }
  }

  /** What was pushed is taken once, and nothing may stand beside its name. */
  #requestOf(query: URLSearchParams): URLSearchParams | undefined {
    const requestUri = query.get('request_uri')
    if (requestUri === null) return this.habits.pushes === 'required' ? undefined : query
    const pushed = this.#pushed.get(requestUri)
    this.#pushed.delete(requestUri)
    return [...query.keys()].sort().join() === 'client_id,request_uri' ? pushed : undefined
  }

  async #token({ form }: ProviderCall, jkt: string | undefined): Promise<ProviderAnswer> {
    const grantType = form.get('grant_type')
    if (grantType === CLIENT_CREDENTIALS) return this.#answer({ sub: this.clientId, scopes: [] }, jkt)
    if (grantType === TOKEN_EXCHANGE) return this.#exchange(form.get('subject_token') ?? '', jkt)
    const resource = form.get('resource')
    if (resource !== null && !this.#resources.includes(resource))
      return jsonAnswer(400, { error: 'invalid_target' })
    if (grantType === 'refresh_token') {
      const grant = this.ledger.spend(form.get('refresh_token') ?? '')
      if (!grant) return jsonAnswer(400, { error: 'invalid_grant' })
      const answer = await this.#answer(grant, jkt)
      if (resource !== null) this.#audiences.set(this.newestAccessToken, resource)
      return answer
    }
    const request = this.ledger.redeemCode(form)
    const isOfKey = this.#codeKeys.get(form.get('code') ?? '') === jkt
    if (!request || !isOfKey) return jsonAnswer(400, { error: 'invalid_grant' })
    return this.#answer({ sub: request.sub, scopes: request.scopes }, jkt, request)
  }

  /** The new token stays with the key of the one it is for. */
  async #exchange(subject: string, jkt: string | undefined): Promise<ProviderAnswer> {
    const grant = this.keyOf(subject) === jkt ? this.ledger.grantOf(subject) : undefined
    return grant ? this.#answer(grant, jkt) : jsonAnswer(400, { error: 'invalid_request' })
  }

  async #answer(grant: Grant, jkt: string | undefined, request?: GrantedRequest): Promise<ProviderAnswer> {
    const accessToken = this.ledger.issueToken('access', grant)
    this.#tokenKeys.set(accessToken, jkt)
    const idToken = request && (await this.#idToken(request))
    if (idToken) this.ledger.tokens.push(idToken)
    return jsonAnswer(200, {
      access_token: accessToken,
      // Another spelling than the standard's, which is as good.
      token_type: jkt === undefined ? 'bEaReR' : 'dpOP',
      expires_in: LIFETIME_SECONDS,
      issued_token_type: ACCESS_TOKEN,
      ...(this.habits.refreshes ? { refresh_token: this.ledger.issueToken('refresh', grant) } : {}),
      scope: grant.scopes.join(' '),
      ...(idToken ? { id_token: idToken } : {}),
    })
  }

  async #idToken({ sub, nonce }: GrantedRequest): Promise<string> {
    // Real time: ID tokens are judged by the clock of the process.
    const iat = Math.floor(Date.now() / 1000)
    return this.signIdToken({ iss: this.origin, aud: this.clientId, sub, iat, exp: iat + 300, nonce })
  }

  async #userinfo(call: ProviderCall): Promise<ProviderAnswer> {
    const [scheme, token] = (call.headers.authorization ?? '').split(' ')
    const grant = this.ledger.grantOf(token)
    const bound = grant && this.#tokenKeys.get(token ?? '')
    const verdict = bound === undefined ? undefined : await this.#judge(call, token)
    const isProven = bound === undefined ? scheme === 'Bearer' : scheme === 'DPoP' && verdict?.kind === 'good'
    const isGood = grant !== undefined && isProven
    const answer = jsonAnswer(isGood ? 200 : 401, isGood ? { sub: grant.sub, name: 'Ada King' } : {})
    const error = verdict?.kind === 'challenge' ? 'use_dpop_nonce' : 'invalid_token'
    const challenge = isGood ? {} : { 'www-authenticate': `DPoP error="${error}"` }
    return { ...answer, headers: { ...answer.headers, ...this.judge.headers, ...challenge } }
  }
}
