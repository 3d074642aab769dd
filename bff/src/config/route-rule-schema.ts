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

/** One kind of call that may pass. */
export const routeRuleSchema = z.strictObject({
  methods: z.array(z.enum(METHODS)).min(1),
  path: pathPatternSchema,
  scopes: scopeNamesSchema.optional(),
  cache: z.enum(['no-store', 'revalidate']).default('no-store'),
  csrf: z.enum(['header', 'fetch-metadata']).default('header'),
})
