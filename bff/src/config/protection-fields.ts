import { z } from 'zod'

/** How a login's request and answer travel, and what its tokens are bound to, beyond what every server knows. */
export const protectionFields = {
  par: z.enum(['offered', 'required']).default('offered'),
  dpop: z.boolean().default(false),
  responseMode: z.enum(['query', 'query.jwt']).optional(),
}

/** These settings with defaults filled in. */
export type ProtectionConfig = z.output<z.ZodObject<typeof protectionFields>>

/** For providers that are known to offer none of it. */
export const NO_PROTECTIONS: ProtectionConfig = { par: 'offered', dpop: false }
