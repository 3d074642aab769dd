const USERINFO_EMAIL = 'https://www.googleapis.com/auth/userinfo.email'
const USERINFO_PROFILE = 'https://www.googleapis.com/auth/userinfo.profile'

/** The two spellings of the sign-in scopes: what clients ask for and what token responses say. */
const CANONICAL: Readonly<Record<string, string>> = { email: USERINFO_EMAIL, profile: USERINFO_PROFILE }

/** Scopes that identify the person; granted with the sign-in itself, never one by one. */
const SIGN_IN_SCOPES: readonly string[] = ['openid', 'email', 'profile', USERINFO_EMAIL, USERINFO_PROFILE]

/** Scopes that open an API, with the words the consent page uses for them. */
const API_SCOPES: Readonly<Record<string, string>> = {
  'https://www.googleapis.com/auth/tasks': 'Create, edit, organise and delete all your tasks',
  'https://www.googleapis.com/auth/tasks.readonly': 'View your tasks',
  'https://www.googleapis.com/auth/calendar':
    'See, edit, share and permanently delete all the calendars you can access',
  'https://www.googleapis.com/auth/calendar.readonly': 'See and download any calendar you can access',
  'https://www.googleapis.com/auth/calendar.events': 'View and edit events on all your calendars',
  'https://www.googleapis.com/auth/calendar.events.readonly': 'View events on all your calendars',
}

/** Every scope the emulated Google knows. */
export const KNOWN_SCOPES: readonly string[] = [...SIGN_IN_SCOPES, ...Object.keys(API_SCOPES)]

/** Tells whether a scope only identifies the person. */
export function isSignInScope(scope: string): boolean {
  return SIGN_IN_SCOPES.includes(scope)
}

/** Says in plain words what a scope that opens an API allows; the scope itself when it is unknown. */
export function describeScope(scope: string): string {
  return API_SCOPES[scope] ?? scope
}

/** Adds the other spelling of each sign-in scope, so that a grant covers both. */
export function withBothSpellings(scopes: Iterable<string>): string[] {
  const spellings = [...scopes].flatMap((scope) => [
    scope,
    ...Object.entries(CANONICAL)
      .filter((pair) => pair.includes(scope))
      .flat(),
  ])
  return [...new Set(spellings)]
}

/**
 * Spells a token response's scope as Google does: `email` and `profile` come back as URLs.
 *
 * A client that compares granted with requested scopes by name alone finds them missing.
 */
export function toCanonicalScope(scope: string): string {
  const canonical = scope.split(' ').map((name) => CANONICAL[name] ?? name)
  return [...new Set(canonical)].join(' ')
}
