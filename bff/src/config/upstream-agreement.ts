import { z } from 'zod'
import type { SchemaContext } from './schema-context.ts'

/** The parts of an upstream that must agree, whatever else is wrong with it. */
const partsSchema = z.object({
  credential: z.object({
    type: z.string(),
    provider: z.string().default(''),
    scopes: z.array(z.string()).default([]),
  }),
  allow: z
    .array(
      z.object({
        path: z.string(),
        scopes: z.array(z.string()).default([]),
        requires: z.unknown().optional(),
      }),
    )
    .default([]),
  deny: z.array(z.string()).default([]),
})

type Parts = z.output<typeof partsSchema>

/** One part that does not fit another one: where, below the upstream, and in words. */
interface Disagreement {
  path: (string | number)[]
  message: string
}

/**
 * Finds what would make calls fail for ever: scopes that nobody can grant, and rules that `deny` overrules.
 *
 * @param upstream As written; nothing is found where it cannot be read, for that is a problem already.
 */
export function disagreementsIn(upstream: unknown, context: SchemaContext): Disagreement[] {
  const { data } = partsSchema.safeParse(upstream)
  if (!data) return []
  return [...overruledRules(data), ...vainScopes(data, context), ...vainRequirements(data, context)]
}

function vainScopes(data: Parts, { offeredScopes }: SchemaContext): Disagreement[] {
  const { credential, allow } = data
  const needed = allow.map(({ scopes }, index) => ({ path: ['allow', index, 'scopes'], scopes }))
  if (!isPersons(credential)) {
    const vain = needed.filter(({ scopes }) => scopes.length > 0)
    return vain.map(({ path }) => ({ path, message: NO_PERSON }))
  }
  const own = credential.type === 'userToken' ? credential.scopes : []
  const always = { path: ['credential', 'scopes'], scopes: own }
  return [always, ...needed].flatMap((one) => unofferedScopes(one, credential.provider, offeredScopes))
}

/** Only an ID token says when and how a person authenticated. */
function vainRequirements({ credential, allow }: Parts, context: SchemaContext): Disagreement[] {
  const { authenticating, offeredScopes } = context
  // A provider that is not there is a problem already.
  if (isPersons(credential) && !offeredScopes.has(credential.provider)) return []
  const canTell = isPersons(credential) ? authenticating.has(credential.provider) : authenticating.size > 0
  const told = 'which say when and how a person authenticated'
  const message = isPersons(credential)
    ? `can never be met: provider \`${credential.provider}\` issues no ID tokens, ${told}; take it out, or send the token of a provider of type oidc`
    : `can never be met: no provider of this file issues ID tokens, ${told}; take it out, or add a provider of type oidc`
  return allow.flatMap(({ requires }, index) =>
    requires === undefined || canTell ? [] : [{ path: ['allow', index, 'requires'], message }],
  )
}

/** Whether calls carry a token that stands for the person. */
function isPersons({ type }: Parts['credential']): boolean {
  return type === 'userToken' || type === 'tokenExchange'
}

const NO_PERSON = "need a person's token; give the upstream the credential userToken('<provider>')"

function overruledRules({ allow, deny }: Parts): Disagreement[] {
  const message =
    'is in `deny` too, which wins; take it out there, which `graphql: true` does for githubApi()'
  return allow.flatMap(({ path }, index) =>
    deny.includes(path) ? [{ path: ['allow', index, 'path'], message }] : [],
  )
}

function unofferedScopes(
  { path, scopes }: { path: Disagreement['path']; scopes: readonly string[] },
  provider: string,
  offeredScopes: SchemaContext['offeredScopes'],
): Disagreement[] {
  const offered = offeredScopes.get(provider) ?? scopes
  const message = `is not among the scopes of provider \`${provider}\`, so nobody could grant it; add it to \`optionalScopes\` there`
  return scopes.flatMap((scope, index) =>
    offered.includes(scope) ? [] : [{ path: [...path, index], message }],
  )
}
