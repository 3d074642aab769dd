import type { AuthenticationNeed } from '../session/access.ts'

const MAX_CHALLENGE_LENGTH = 4_096
const MAX_ACR_VALUES = 10

/** The next parameter of a list of challenges, and the scheme where it is the first of one. */
const PARAMETER =
  /[\t ,]*(?:([!#$%&'*+.^`|~\w-]+) +)?([\w-]+)[\t ]*=[\t ]*(?:"((?:[^"\\]|\\.)*)"|([^\t ,"]*))/y

/** Schemes that carry an access token: a challenge of another one is not about it. */
const TOKEN_SCHEMES = new Set(['bearer', 'dpop'])

/**
 * Reads out of an upstream's challenges which authentication it asks for. What cannot be read is no such challenge,
 * and neither is one that names nothing: a login could not be asked for it.
 *
 * @param header `WWW-Authenticate`; several of them joined by commas.
 * @see RFC 9470 section 3, RFC 9110 section 11.6.1
 */
export function readStepUpChallenge(header: string): AuthenticationNeed | undefined {
  if (header.length > MAX_CHALLENGE_LENGTH) return undefined
  const asking = readChallenges(header).find(
    ({ scheme, parameters }) =>
      TOKEN_SCHEMES.has(scheme) && parameters.get('error') === 'insufficient_user_authentication',
  )
  if (!asking) return undefined

  const acr = acrValuesIn(asking.parameters.get('acr_values'))
  const maxAge = secondsIn(asking.parameters.get('max_age'))
  return acr || maxAge !== undefined ? { acr, maxAge } : undefined
}

interface Challenge {
  readonly scheme: string
  readonly parameters: Map<string, string>
}

function readChallenges(header: string): Challenge[] {
  const challenges: Challenge[] = []
  const parameter = new RegExp(PARAMETER)
  for (let found = parameter.exec(header); found; found = parameter.exec(header)) {
    const [, scheme, name = '', quoted, bare = ''] = found
    if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() })
    const value = quoted?.replace(/\\(.)/g, '$1') ?? bare
    challenges.at(-1)?.parameters.set(name.toLowerCase(), value)
  }
  return challenges
}

function acrValuesIn(text: string | undefined): string[] | undefined {
  const values = text?.split(' ').filter((value) => /^[\x21-\x7e]{1,256}$/.test(value)) ?? []
  return values.length === 0 || values.length > MAX_ACR_VALUES ? undefined : values
}

function secondsIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,8}$/.test(text) ? Number(text) : undefined
}
