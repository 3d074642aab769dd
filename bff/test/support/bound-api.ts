import type { IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { ProofJudge } from './proof-judge.ts'
import type { CorpBff } from './start-corp.ts'

/** What an API that takes bound tokens decides about a request. */
export type BoundDecision = { status: 200 } | { status: 401; headers: Record<string, string> }

/** An API that takes tokens with a proof by the key they are bound to, and nothing else. */
export class BoundApi {
  readonly judge: ProofJudge
  /** What was wrong with requests that were refused, in order. */
  readonly refusals: string[] = []
  /** How its challenges spell the name of the scheme. */
  scheme = 'DPoP'
  readonly #corp: CorpBff['corp']
  readonly #origin: string

  /** Takes over what {@link CorpBff.api} answers. */
  constructor({ corp, api }: Pick<CorpBff, 'corp' | 'api'>, judge: ProofJudge = new ProofJudge()) {
    this.#corp = corp
    this.#origin = api.origin
    this.judge = judge
    api.answer(async (req, res) => {
      const body = await buffer(req)
      const decision = await this.decide(req)
      const headers = decision.status === 200 ? judge.headers : decision.headers
      res.writeHead(decision.status, { 'content-type': 'text/plain', ...headers })
      res.end(`${req.method} ${body.length}`)
    })
  }

  async decide(req: IncomingMessage): Promise<BoundDecision> {
    const [scheme, accessToken = ''] = (req.headers.authorization ?? '').split(' ')
    const url = this.#origin + (req.url ?? '').split('?')[0]
    const proof = req.headersDistinct.dpop?.length === 1 ? req.headers.dpop : undefined
    const verdict = await this.judge.judge({ method: req.method ?? '', url, proof, accessToken })
    if (verdict.kind === 'challenge') return this.#refuse('nonce', 'use_dpop_nonce')
    if (verdict.kind === 'bad') return this.#refuse(verdict.why, 'invalid_dpop_proof')

    const isOfKey = this.#corp.keyOf(accessToken) === verdict.jkt
    const isGood = scheme === 'DPoP' && isOfKey && this.#corp.ledger.grantOf(accessToken)
    return isGood ? { status: 200 } : this.#refuse('the token', 'invalid_token')
  }

  #refuse(why: string, error: string): BoundDecision {
    this.refusals.push(why)
    const challenge = `Basic realm="old", ${this.scheme} algs="ES256", error="${error}"`
    return { status: 401, headers: { ...this.judge.headers, 'www-authenticate': challenge } }
  }
}
