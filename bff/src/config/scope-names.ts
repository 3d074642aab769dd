import { z } from 'zod'

/** Scopes, one name each, as RFC 6749 section 3.3 spells them. */
export const scopeNamesSchema = z.array(
  z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'must be one scope: no spaces, quotes or backslashes'),
)
