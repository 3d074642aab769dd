import { z } from 'zod'
import type { SchemaContext } from './schema-context.ts'

/** How a login's request and answer travel, and what its tokens are bound to, beyond what every server knows. */
export const protectionFields = ({ https }: SchemaContext) => ({
  fapi2: z.boolean().default(false),
  par: z.enum(['offered', 'required']).optional(),
  dpop: z.boolean().optional(),
  responseMode: z
    .enum(['query', 'query.jwt', 'form_post', 'form_post.jwt'])
    .refine((mode) => https || !mode.startsWith('form_post'), {
      error: 'needs an https publicUrl: over http no browser sends the cookie of the login along with a form',
    })
    .optional(),
})

type Fields = z.output<z.ZodObject<ReturnType<typeof protectionFields>>>

/** These settings with defaults filled in. */
export interface ProtectionConfig extends Pick<Fields, 'responseMode'> {
  par: 'offered' | 'required'
  dpop: boolean
}

/** For providers that are known to offer none of it. */
export const NO_PROTECTIONS: ProtectionConfig = { par: 'offered', dpop: false }
