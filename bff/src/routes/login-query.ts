import type { Request } from 'express'
import { z } from 'zod'
import { BffError } from '../errors.ts'
import type { PromptOptions, Provider } from '../providers/provider.ts'
import { parseReturnTo, type ReturnToRules } from '../security/return-to.ts'

const querySchema = z.object({
  scope: z.string().max(2048).optional(),
  prompt: z.enum(['none', 'login', 'consent', 'select_account']).optional(),
  login_hint: z.string().max(320).optional(),
  max_age: z
    .string()
    .regex(/^\d{1,8}$/)
    .transform(Number)
    .optional(),
  acr_values: z
    .string()
    .max(1024)
    .regex(/^[\x21-\x7e]+( [\x21-\x7e]+){0,9}$/)
    .transform((list) => list.split(' '))
    .optional(),
  popup: z
    .string()
    .regex(/^[A-Za-z0-9_-]{8,64}$/)
    .optional(),
})

/** What a login or connect address may ask for. */
export interface LoginQuery extends PromptOptions {
  /** Asked for besides what the configuration asks for anyway. */
  scopes: string[]
  returnTo: string
  popup: string | undefined
}

/**
 * Reads the parameters a login may carry. Others are ignored: what the protocol sends is
 * never taken from here.
 *
 * @throws {BffError} `invalid_request` (400), naming the parameter, or the scopes that the
 *   configuration does not offer.
 */
export function parseLoginQuery(req: Request, provider: Provider, rules: ReturnToRules): LoginQuery {
  const returnTo = parseReturnTo(req.query.returnTo, rules)
  const parsed = querySchema.safeParse(req.query)
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
    throw new BffError('invalid_request', `Not a usable value: ${names.join(', ')}.`)
  }

  const { scope, prompt, login_hint: loginHint, max_age: maxAge, acr_values: acrValues, popup } = parsed.data
  if (!provider.issuesIdToken) refuseUnverifiable(provider, { maxAge, acrValues })
  return { returnTo, prompt, loginHint, maxAge, acrValues, popup, scopes: offeredScopes(scope, provider) }
}

/** Only an ID token says when and how somebody authenticated: without one, nobody could tell that it was not as asked. */
function refuseUnverifiable({ id }: Provider, { maxAge, acrValues }: PromptOptions): void {
  if (maxAge === undefined && acrValues === undefined) return
  throw new BffError(
    'invalid_request',
    'This provider does not say when or how a person authenticated; leave max_age and acr_values out.',
    { provider: id },
  )
}

function offeredScopes(scope: string | undefined, provider: Provider): string[] {
  const asked = [...new Set((scope ?? '').split(' ').filter(Boolean))]
  const offered = new Set([...provider.scopes, ...provider.optionalScopes])
  if (asked.every((name) => offered.has(name))) return asked
  throw new BffError(
    'invalid_request',
    'scope asks for more than the configuration offers for this provider.',
    {
      provider: provider.id,
    },
  )
}
