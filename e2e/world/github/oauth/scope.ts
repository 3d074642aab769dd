/** How the consent page explains a scope. */
export interface ScopeExplanation {
  title: string
  detail: string
}

const EXPLANATIONS: Readonly<Record<string, ScopeExplanation>> = {
  'read:user': { title: 'Read your profile', detail: 'Your name, picture and profile details, read only.' },
  'user:email': {
    title: 'Read your email addresses',
    detail: 'All of them, private ones included, read only.',
  },
  'user:follow': { title: 'Follow people for you', detail: 'Follow and unfollow other people.' },
  user: {
    title: 'Change your profile',
    detail: 'Read and change your profile, email addresses and follows.',
  },
  repo: {
    title: 'Work in your repositories',
    detail: 'Read and change code, issues, labels and comments, in public and private repositories.',
  },
  public_repo: {
    title: 'Work in public repositories',
    detail: 'Read and change code, issues, labels and comments, in public repositories only.',
  },
  'read:org': { title: 'Read your organizations', detail: 'Your memberships and teams, read only.' },
  notifications: { title: 'Read your notifications', detail: 'See them and mark them as read.' },
  gist: { title: 'Write gists', detail: 'Create and change your gists.' },
  workflow: { title: 'Change workflows', detail: 'Add and change the workflow files of your repositories.' },
  offline_access: {
    title: 'Stay connected',
    detail: 'Keep this access while you are away, until you disconnect the app.',
  },
}

const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  user: ['read:user', 'user:email', 'user:follow'],
  repo: ['public_repo'],
}

/**
 * Reads the scope parameter the way GitHub does: spaces or commas between, unknown names ignored,
 * and names that another one includes left out ("normalized scopes").
 */
export function parseScope(value: string): string[] {
  const known = new Set(value.split(/[\s,]+/).filter((name) => name in EXPLANATIONS))
  for (const name of [...known]) {
    for (const implied of IMPLIED[name] ?? []) known.delete(implied)
  }
  return [...known]
}

/** Tells whether a granted scope is, or includes, the wanted one. */
export function hasScope(granted: readonly string[], wanted: string): boolean {
  return granted.some((name) => name === wanted || IMPLIED[name]?.includes(wanted))
}

/** Says in plain words what a scope allows. */
export function explainScope(name: string): ScopeExplanation {
  return EXPLANATIONS[name] ?? { title: name, detail: 'A permission of this name.' }
}
