import { exportJWK } from 'jose'
import { generateKeyPair } from 'oauth4webapi'
import { z } from 'zod'

/** The one algorithm proofs are signed with; every server that knows DPoP takes it. */
export const DPOP_ALGORITHM = 'ES256'

/** Shape of a key at rest: the private half of a pair on P-256, as a JWK. */
export const dpopKeySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
})

/** A key that the tokens of one session at one provider are bound to. It is sealed wherever it is stored. */
export type DpopKey = z.output<typeof dpopKeySchema>

/** Makes a key that nobody has used before. */
export async function generateDpopKey(): Promise<DpopKey> {
  const { privateKey } = await generateKeyPair(DPOP_ALGORITHM, { extractable: true })
  return dpopKeySchema.parse(await exportJWK(privateKey))
}
