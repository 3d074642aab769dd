import { createHash, randomUUID } from 'node:crypto'
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, jwtVerify } from 'jose'

/** A request with a proof, as a server sees it. */
export interface ProvenCall {
  method: string
  /** Without query and fragment. */
  url: string
  proof: string | string[] | undefined
  /** The token that came along; its hash must be in the proof. */
  accessToken?: string | undefined
}

export type Verdict =
  | { kind: 'good'; jkt: string }
  /** The server asks for another proof, with a nonce of its own. */
  | { kind: 'challenge' }
  | { kind: 'bad'; why: string }

/** `changing` nonces are good for one proof, and every answer brings the next. */
type NonceHabit = 'none' | 'same' | 'changing' | 'never content'

/** Judges DPoP proofs as RFC 9449 section 4.3 tells a server to, and keeps account of them. */
export class ProofJudge {
  /** Claims of every proof that was well made, in order. */
  readonly proofs: Record<string, unknown>[] = []
  nonces: NonceHabit
  /** What the next proof must carry. */
  nonce = `canary-nonce-${randomUUID()}`

  constructor(nonces: NonceHabit = 'none') {
    this.nonces = nonces
  }

  async judge({ method, url, proof, accessToken }: ProvenCall): Promise<Verdict> {
    if (typeof proof !== 'string') return { kind: 'bad', why: 'not one proof' }
    const verified = await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: ['ES256'],
      requiredClaims: ['iat', 'jti', 'htm', 'htu'],
      maxTokenAge: 60,
    }).catch((error: Error) => error)
    if (verified instanceof Error) return { kind: 'bad', why: verified.message }

    const { payload, protectedHeader } = verified
    const jwk = protectedHeader.jwk as JWK
    const hash = accessToken && createHash('sha256').update(accessToken).digest('base64url')
    const why =
      (Object.keys(jwk).sort().join() !== 'crv,kty,x,y' && 'the key shows more than its public half') ||
      (payload.htm !== method && 'htm is another method') ||
      (payload.htu !== url && `htu is ${payload.htu}, not ${url}`) ||
      (payload.ath !== hash && 'ath is another token') ||
      (this.proofs.some(({ jti }) => jti === payload.jti) && 'jti was seen before')
    if (why) return { kind: 'bad', why }
    this.proofs.push(payload)
    return this.#judgeNonce(payload.nonce) ?? { kind: 'good', jkt: await calculateJwkThumbprint(jwk) }
  }

  /** What every answer tells. */
  get headers(): Record<string, string> {
    return this.nonces === 'none' ? {} : { 'dpop-nonce': this.nonce }
  }

  #judgeNonce(nonce: unknown): Verdict | undefined {
    const isExpected = nonce === this.nonce
    if (this.nonces === 'changing' || this.nonces === 'never content')
      this.nonce = `canary-nonce-${randomUUID()}`
    if (this.nonces === 'none' || (isExpected && this.nonces !== 'never content')) return undefined
    return { kind: 'challenge' }
  }
}
