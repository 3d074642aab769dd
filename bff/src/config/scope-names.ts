import { z } from 'zod'

/** Scopes, one name each, as RFC 6749 section 3.3 spells them. */
export const scopeNamesSchema = z.array(
  z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'must be one scope: no spaces, quotes or backslashes'),
)

/** Scopes of a provider that has to send an ID token. */
export const openidScopesSchema = scopeNamesSchema.refine(
  (list) => list.includes('openid'),
  'must include `openid`: without it there is no ID token',
)
