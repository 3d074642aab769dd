import { z } from 'zod'
import type { SchemaContext } from './schema-context.ts'
import { scopeNamesSchema } from './scope-names.ts'
import { suggestName } from './suggest-name.ts'

/** Words what is wrong with a scope that no person could ever be asked for. */
export function unofferedScopeMessage(provider: string): string {
  return `is not among the scopes of provider \`${provider}\`, so nobody could grant it; add it to \`optionalScopes\` there`
}

/** What authorises an upstream's calls; `type` decides which fields it has. */
export const credentialSchema = (context: SchemaContext) =>
  z.discriminatedUnion('type', [userTokenSchema(context), z.strictObject({ type: z.literal('none') })])

const userTokenSchema = ({ offeredScopes }: SchemaContext) =>
  z
    .strictObject({
      type: z.literal('userToken'),
      provider: z.string().refine((id) => offeredScopes.has(id), {
        error: ({ input }) =>
          `is not a provider of this file; ${suggestName(String(input), [...offeredScopes.keys()])}`,
      }),
      scopes: scopeNamesSchema.optional(),
    })
    .superRefine(({ provider, scopes = [] }, issues) => {
      const offered = offeredScopes.get(provider)
      for (const [index, scope] of scopes.entries()) {
        if (!offered || offered.includes(scope)) continue
        issues.addIssue({ code: 'custom', path: ['scopes', index], message: unofferedScopeMessage(provider) })
      }
    })
