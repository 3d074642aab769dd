const MIN_SECRET_LENGTH = 32
const MIN_DISTINCT_CHARACTERS = 8

/** Beginnings of values that documentation and templates ship with. */
const SAMPLE =
  /^(change[-_ ]?(me|this|it)|replace[-_ ]?(me|this)|your[-_ ]|insert[-_ ]|example|keyboard cat|xxx)/i

/** A run of up to eight characters, over and over. */
const REPETITION = /^(.{1,8}?)\1+$/

const GENERATE = 'generate one with `openssl rand -base64 32`'

/**
 * Says what is weak about a session secret. Whoever guesses it can sign in as anyone, so a value
 * a person made up or copied from an example stops the start.
 *
 * @returns A sentence that does not hold the secret; `undefined` when there is nothing to say.
 * @see ASVS 5.0 requirements 11.5.1 and 13.2.3
 */
export function sessionSecretProblem(secret: string): string | undefined {
  if (SAMPLE.test(secret)) return `is a sample value; ${GENERATE}`
  if (secret.length < MIN_SECRET_LENGTH) {
    return `is shorter than ${MIN_SECRET_LENGTH} characters; ${GENERATE}`
  }
  if (REPETITION.test(secret) || new Set(secret).size < MIN_DISTINCT_CHARACTERS) {
    return `repeats the same few characters; ${GENERATE}`
  }
  return undefined
}
