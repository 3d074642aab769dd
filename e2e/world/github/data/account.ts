import { PEOPLE } from '../../seed.ts'

/** A GitHub account: somebody who can sign in, or an organization that owns repositories. */
export interface Account {
  readonly id: number
  readonly login: string
  readonly name: string
  /** Verified, primary and not public. */
  readonly email: string
  readonly avatarColor: string
  readonly kind: 'User' | 'Organization'
}

/** The accounts of the world's people. */
export const PEOPLE_ACCOUNTS: readonly Account[] = PEOPLE.map((person) => ({
  id: person.githubId,
  login: person.login,
  name: person.name,
  email: person.email,
  avatarColor: person.avatarColor,
  kind: 'User',
}))

/** The one organization, which owns a repository that people collaborate on. */
const ORGANIZATION: Account = {
  id: 7100,
  login: 'difference-works',
  name: 'Difference Works',
  email: 'hello@example.com',
  avatarColor: '#374151',
  kind: 'Organization',
}

/** Everybody with a name on this GitHub. */
export const ACCOUNTS: readonly Account[] = [...PEOPLE_ACCOUNTS, ORGANIZATION]
