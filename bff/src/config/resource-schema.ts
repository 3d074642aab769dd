import { z } from 'zod'

/** The name of an API at its provider, as RFC 8707 section 2 spells it: an absolute URI without a fragment. */
export const resourceSchema = z
  .string()
  .refine(
    (value) => /^[\x21-\x7e]{1,1024}$/.test(value) && !value.includes('#') && URL.canParse(value),
    'must be an absolute URI without a fragment, such as https://api.example.com',
  )
