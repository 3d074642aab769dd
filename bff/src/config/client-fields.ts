import { z } from 'zod'
import { scopeNamesSchema } from './scope-names.ts'

/** What every provider needs to know of this client, besides how it proves itself. */
export const clientFields = {
  clientId: z.string().min(1),
  optionalScopes: scopeNamesSchema.default([]),
  allowPrivateNetwork: z.boolean().default(false),
  maxConcurrentCalls: z.int().positive().default(64),
}

/** What the BFF sets, and checks in the answer: nobody else may. */
const OWN_PARAMETERS = new Set([
  'acr_values',
  'client_id',
  'code_challenge',
  'code_challenge_method',
  'dpop_jkt',
  'max_age',
  'nonce',
  'redirect_uri',
  'request',
  'request_uri',
  'resource',
  'response_mode',
  'response_type',
  'scope',
  'state',
])

const parameterNameSchema = z
  .string()
  .min(1)
  .refine((name) => !OWN_PARAMETERS.has(name), 'is set by the BFF alone; take it out')

/** Settings of a provider without habits of its own. */
export const standardFields = {
  authorizationParameters: z.record(parameterNameSchema, z.string()).default({}),
  trustEmail: z.boolean().default(false),
}
