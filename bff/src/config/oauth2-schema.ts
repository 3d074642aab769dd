import { z } from 'zod'
import { clientAuthFields, requireOneClientAuth, withClientAuth } from './client-auth-schema.ts'
import { clientFields, standardFields } from './client-fields.ts'
import type { SchemaContext } from './schema-context.ts'
import { scopeNamesSchema } from './scope-names.ts'
import { outwardUrlSchema } from './urls.ts'

/** Any OAuth 2.0 server, by its endpoints. */
export const oauth2Schema = (context: SchemaContext) =>
  z
    .strictObject({
      type: z.literal('oauth2'),
      ...clientFields,
      ...clientAuthFields(context),
      ...standardFields,
      scopes: scopeNamesSchema.default([]),
      issuer: outwardUrlSchema(context).optional(),
      authorizationEndpoint: outwardUrlSchema(context),
      tokenEndpoint: outwardUrlSchema(context),
      revocationEndpoint: outwardUrlSchema(context).optional(),
      userinfo: userinfoSchema(context),
      requireIss: z.boolean().default(false),
    })
    .superRefine(requireOneClientAuth, { when: () => true })
    .refine(({ issuer, requireIss }) => issuer !== undefined || requireIss !== true, {
      path: ['issuer'],
      error: 'is missing; `requireIss` compares what the server calls itself with it',
      when: () => true,
    })
    .transform(withClientAuth)

const memberSchema = z.string().regex(/^[^.]+(\.[^.]+)*$/, 'must name a member, such as id or data.id')

const userinfoSchema = (context: SchemaContext) =>
  z.strictObject({
    url: outwardUrlSchema(context),
    sub: memberSchema,
    name: memberSchema.optional(),
    email: memberSchema.optional(),
    emailVerified: memberSchema.optional(),
    picture: memberSchema.optional(),
    label: memberSchema.optional(),
  })

/** An OAuth 2.0 server with defaults filled in and its secret read. */
export type Oauth2Config = z.output<ReturnType<typeof oauth2Schema>>
