import { createHash, randomUUID } from 'node:crypto'

/** What a person allowed this client. */
export interface Grant {
  /** Subject of the person. */
  sub: string
  scopes: string[]
}

/** An authorization request a person agreed to. */
export interface GrantedRequest extends Grant {
  redirectUri: string
  codeChallenge: string | null
  nonce: string | null
}

/** Tokens as issued. */
export interface IssuedTokens {
  accessToken: string
  refreshToken: string
  grant: Grant
}

/**
 * Codes and tokens of a test provider: single use where they must be, dead when they must be.
 * Each is a canary that a leak sweep can look for.
 */
export class TokenLedger {
  /** Tokens ever issued; none may be seen outside the BFF. */
  readonly tokens: string[] = []
  /** Codes ever issued; they come through the browser once and go no further. */
  readonly codes: string[] = []
  /** How often a refresh token was presented after it had been used. */
  reuses = 0
  readonly #pending = new Map<string, GrantedRequest>()
  readonly #alive = new Map<string, Grant>()
  readonly #accessTokenOf = new Map<string, string>()
  readonly #used = new Map<string, Grant>()

  issueCode(request: GrantedRequest): string {
    const code = `canary-code-${randomUUID()}`
    this.#pending.set(code, request)
    this.codes.push(code)
    return code
  }

  /** Uses a code up; undefined when it is unknown or used, or its verifier or redirect URI is wrong. */
  redeemCode(form: URLSearchParams): GrantedRequest | undefined {
    const code = form.get('code') ?? ''
    const request = this.#pending.get(code)
    this.#pending.delete(code)
    const verifier = form.get('code_verifier') ?? ''
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    const fits = request?.codeChallenge === challenge && request.redirectUri === form.get('redirect_uri')
    return fits ? request : undefined
  }

  issueTokens(grant: Grant): IssuedTokens {
    const accessToken = this.issueToken('access', grant)
    const refreshToken = this.issueToken('refresh', grant)
    this.#accessTokenOf.set(refreshToken, accessToken)
    return { accessToken, refreshToken, grant }
  }

  issueToken(kind: 'access' | 'refresh', grant: Grant): string {
    const token = `canary-${kind}-${randomUUID()}`
    this.#alive.set(token, grant)
    this.tokens.push(token)
    return token
  }

  /** Uses a refresh token up; access tokens live on. A second use ends the grant. */
  spend(refreshToken: string): Grant | undefined {
    const used = this.#used.get(refreshToken)
    if (used) {
      this.reuses += 1
      this.endGrant(used)
      return undefined
    }
    const grant = this.#alive.get(refreshToken)
    if (grant) this.#used.set(refreshToken, grant)
    this.endToken(refreshToken)
    return grant
  }

  /** A new pair for a refresh token, which is spent; the old pair is dead at once. */
  rotate(refreshToken: string): IssuedTokens | undefined {
    const grant = this.spend(refreshToken)
    if (!grant) return undefined
    this.endToken(this.#accessTokenOf.get(refreshToken) ?? '')
    return this.issueTokens(grant)
  }

  /** @returns undefined for a token that is unknown or dead. */
  grantOf(token: string | null | undefined): Grant | undefined {
    return this.#alive.get(token ?? '')
  }

  endToken(token: string): void {
    this.#alive.delete(token)
  }

  endGrant(grant: Grant): void {
    for (const [token, owner] of this.#alive) if (owner === grant) this.#alive.delete(token)
  }
}

/** Reads an authorization request as granted by a person. */
export function readGrantedRequest(
  query: URLSearchParams,
  { sub, allowedScopes }: { sub: string; allowedScopes: string[] | undefined },
): GrantedRequest {
  const asked = (query.get('scope') ?? '').split(' ').filter(Boolean)
  return {
    sub,
    scopes: allowedScopes ? asked.filter((scope) => allowedScopes.includes(scope)) : asked,
    redirectUri: query.get('redirect_uri') ?? '',
    codeChallenge: query.get('code_challenge_method') === 'S256' ? query.get('code_challenge') : null,
    nonce: query.get('nonce'),
  }
}
