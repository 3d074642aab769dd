import type { ProviderId } from '@coatcheck/sdk'

/** What this app says about a provider and needs from it. */
export interface ProviderDetails {
  name: string
  /** What connecting it is good for, to follow "Connect … to". */
  purpose: string
  /** What is missing when the account is there but allows too little, to follow "Allow". */
  access: string
  /** Scopes without which the feature cannot work. */
  neededScopes: readonly string[]
  /** What disconnecting takes away here. */
  loss: string
}

/** The providers of this app, in the order they are shown. */
export const PROVIDERS: Record<ProviderId, ProviderDetails> = {
  github: {
    name: 'GitHub',
    purpose: 'see your repositories and their issues',
    access: 'repositories',
    neededScopes: ['repo'],
    loss: 'Boards and issues are not shown until you connect it again. Nothing on GitHub is changed.',
  },
  google: {
    name: 'Google',
    purpose: 'see your tasks',
    access: 'Tasks',
    neededScopes: ['https://www.googleapis.com/auth/tasks'],
    loss: 'Your tasks are not shown beside the board until you connect it again. Nothing in Google Tasks is changed.',
  },
}

/** Ids of {@link PROVIDERS}. */
export const PROVIDER_IDS: readonly ProviderId[] = ['github', 'google']

const SCOPE_NAMES: Record<string, string> = {
  openid: 'Who you are',
  email: 'Email address',
  profile: 'Name and picture',
  'read:user': 'Profile',
  'user:email': 'Email addresses',
  repo: 'Repositories and issues',
  'https://www.googleapis.com/auth/tasks': 'Tasks',
}

/** Words a scope for people; an unknown one is shown as it is. */
export function scopeName(scope: string): string {
  return SCOPE_NAMES[scope] ?? scope
}
