import { z } from 'zod'
import { scopeNamesSchema } from './scope-names.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** A glob on the decoded path below an upstream. */
export const pathPatternSchema = z
  .string()
  .startsWith('/', 'must start with a slash')
  .refine(
    (path) => path.split('/').every(isSegmentPattern),
    'must have * and ** as whole segments only, like /repos/*/*/issues/**',
  )

/** `*.json` would be matched to the letter, and so never. */
function isSegmentPattern(segment: string): boolean {
  return segment === '*' || segment === '**' || !segment.includes('*')
}

const requiredAuthenticationSchema = z
  .strictObject({
    maxAge: z.int().min(10).max(31_536_000).optional(),
    acr: z
      .array(z.string().regex(/^[\x21-\x7e]{1,256}$/, 'must be one name, without spaces'))
      .min(1)
      .max(10)
      .optional(),
  })
  .refine(({ maxAge, acr }) => maxAge !== undefined || acr !== undefined, {
    error: 'must have `maxAge` (seconds) or `acr` (a list), or be left out',
  })

/** One kind of call that may pass. */
export const routeRuleSchema = z.strictObject({
  methods: z.array(z.enum(METHODS)).min(1),
  path: pathPatternSchema,
  scopes: scopeNamesSchema.optional(),
  requires: requiredAuthenticationSchema.optional(),
  cache: z.enum(['no-store', 'revalidate']).default('no-store'),
  csrf: z.enum(['header', 'fetch-metadata']).default('header'),
})
