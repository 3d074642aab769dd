import type { Oauth2Config } from '../config/oauth2-schema.ts'
import type { Identity } from './provider.ts'

/** Which member of an answer holds what. */
type MemberNames = Omit<Oauth2Config['userinfo'], 'url'>

/** As long as a subject may be (OpenID Connect Core section 2); a longer one would be a key of anybody's choosing. */
const MAX_SUBJECT_LENGTH = 255

/**
 * Reads an identity off an answer of a server's own shape.
 *
 * @param trustsEmail An email counts without being called verified.
 * @returns undefined when the answer names nobody.
 */
export function mapIdentity(answer: unknown, names: MemberNames, trustsEmail: boolean): Identity | undefined {
  const read = (path: string | undefined) => (path === undefined ? undefined : memberAt(answer, path))
  const sub = toSubject(read(names.sub))
  if (sub === undefined) return undefined

  const isVerified = trustsEmail || read(names.emailVerified) === true
  const email = isVerified ? text(read(names.email)) : undefined
  const name = text(read(names.name))
  const label = text(read(names.label)) ?? email
  const picture = text(read(names.picture))
  return {
    sub,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(label === undefined ? {} : { label }),
    ...(picture === undefined ? {} : { picture }),
  }
}

function memberAt(answer: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>(member, answer)
}

/** Own members only: every object has a `constructor`. */
function member(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name)
    ? Reflect.get(holder, name)
    : undefined
}

/** A number too large to be exact would be the same for many people. */
function toSubject(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined
  const sub = text(value)
  return sub !== undefined && sub.length <= MAX_SUBJECT_LENGTH ? sub : undefined
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
