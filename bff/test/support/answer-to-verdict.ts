import type { Verdict } from './proof-judge.ts'
import { jsonAnswer, type ProviderAnswer } from './test-provider.ts'

/** Answers at a provider's endpoint by what was made of the proof there; without one, as if none were known. */
export async function answerToVerdict(
  verdict: Verdict | undefined,
  answer: (jkt: string | undefined) => Promise<ProviderAnswer>,
): Promise<ProviderAnswer> {
  switch (verdict?.kind) {
    case undefined:
      return answer(undefined)
    case 'good':
      return answer(verdict.jkt)
    case 'challenge':
      return jsonAnswer(400, { error: 'use_dpop_nonce' })
    case 'bad':
      return jsonAnswer(400, { error: 'invalid_dpop_proof', error_description: verdict.why })
  }
}
