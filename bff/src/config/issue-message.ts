import type { z } from 'zod'
import { suggestName } from './suggest-name.ts'

/** An issue before zod words it; it still knows the schema that raised it. */
type RawIssue = z.core.$ZodRawIssue

/**
 * Words the issues whose schema has no words of its own: what is wrong, how to mend it, and never
 * the value itself, which may be a secret that ended up in the wrong place.
 */
export function issueMessage(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing; it must be ${A_TYPE[issue.expected] ?? issue.expected}`
        : `must be ${A_TYPE[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be ${issue.values.map((value) => `\`${String(value)}\``).join(' or ')}`
    case 'invalid_union':
      return unionMessage(issue)
    case 'unrecognized_keys':
      return unknownKeyMessages(issue).join('\n')
    case 'too_small':
      if (issue.origin === 'array' || issue.origin === 'string') return 'must not be empty'
      return `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`
    case 'too_big':
      return `must be at most ${issue.maximum}`
    case 'invalid_key':
      return issue.issues[0]?.message ?? 'is not a usable name'
    default:
      return 'is not valid'
  }
}

const A_TYPE: Record<string, string> = {
  string: 'a string',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

function unionMessage(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string {
  const types = 'options' in issue && Array.isArray(issue.options) ? issue.options : []
  return types.length === 0
    ? 'is not valid'
    : `must be ${types.map((type) => `\`${String(type)}\``).join(' or ')}`
}

function unknownKeyMessages(issue: z.core.$ZodRawIssue<z.core.$ZodIssueUnrecognizedKeys>): string[] {
  return issue.keys.map((key) => `is not a setting; ${suggestName(key, settingsOf(issue.inst))}`)
}

function settingsOf(schema: unknown): string[] {
  const hasShape = typeof schema === 'object' && schema !== null && 'shape' in schema
  return hasShape ? Object.keys(schema.shape ?? {}) : []
}
