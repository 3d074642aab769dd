import { z } from 'zod'
import { credentialSchema, unofferedScopeMessage } from './credential-schema.ts'
import { pathPatternSchema, routeRuleSchema } from './route-rule-schema.ts'
import type { SchemaContext } from './schema-context.ts'
import { outwardUrlSchema } from './urls.ts'

const headerName = z.string().regex(/^[A-Za-z0-9-]+$/, 'must be a header name: letters, digits and -')

const headerValue = z.string().regex(/^[\t\x20-\x7e]*$/, 'must be printable ASCII on one line')

const headersSchema = z.record(headerName, headerValue).default({})

/** One third-party API the browser may reach through the proxy. */
export const upstreamSchema = (context: SchemaContext) =>
  upstreamFields(context).superRefine((upstream, issues) => {
    const { allow = [], deny } = upstream
    for (const [index, rule] of allow.entries()) {
      if (deny.includes(rule.path)) {
        const path = ['allow', index, 'path']
        issues.addIssue({ code: 'custom', path, message: DENIED })
      }
      for (const [path, message] of unusableScopes(rule, upstream.credential, context)) {
        issues.addIssue({ code: 'custom', path: ['allow', index, ...path], message })
      }
    }
  })

const upstreamFields = (context: SchemaContext) =>
  z.strictObject({
    target: outwardUrlSchema(context),
    credential: credentialSchema(context),
    allow: z.array(routeRuleSchema).min(1).optional(),
    deny: z.array(pathPatternSchema).default([]),
    forwardRequestHeaders: z.array(headerName).default([]),
    headers: headersSchema,
    defaultHeaders: headersSchema,
    rateLimitsAs429: z.boolean().default(false),
    maxRequestBytes: z
      .int()
      .positive()
      .default(10 * 1024 * 1024),
    maxConcurrentPerSession: z.int().positive().default(64),
    timeouts: z
      .strictObject({
        connectMs: z.int().positive().default(5_000),
        headersMs: z.int().positive().default(30_000),
        idleBodyMs: z.int().positive().default(60_000),
      })
      .prefault({}),
  })

const DENIED = 'is in `deny` too, which wins; take it out there, which `graphql: true` does for githubApi()'

function unusableScopes(
  { scopes = [] }: z.output<typeof routeRuleSchema>,
  credential: UpstreamConfig['credential'],
  { offeredScopes }: SchemaContext,
): [path: (string | number)[], message: string][] {
  if (scopes.length === 0) return []
  if (credential.type !== 'userToken') {
    return [[['scopes'], "need a person's token; give the upstream the credential userToken('<provider>')"]]
  }
  const { provider } = credential
  const offered = offeredScopes.get(provider)
  return [...scopes.entries()]
    .filter(([, scope]) => offered?.includes(scope) === false)
    .map(([index]) => [['scopes', index], unofferedScopeMessage(provider)])
}

/** One upstream with defaults filled in. */
export type UpstreamConfig = z.output<ReturnType<typeof upstreamFields>>
