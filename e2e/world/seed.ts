/** Someone who has an account at both emulated providers. */
export interface Person {
  /** GitHub user name; also the local part of the e-mail address. */
  login: string
  /** GitHub's numeric account id, the stable key of a GitHub identity. */
  githubId: number
  /** Google's `sub`, the stable key of a Google identity. */
  googleSub: string
  name: string
  email: string
  /** CSS colour behind the initials of the generated avatar; dark enough for white text. */
  avatarColor: string
}

/** The people both providers know. The first one is the demo's main person. */
export const PEOPLE: readonly Person[] = [
  {
    login: 'ada',
    githubId: 1815,
    googleSub: '108151210181500000001',
    name: 'Ada Byron',
    email: 'ada@example.com',
    avatarColor: '#6d28d9',
  },
  {
    login: 'grace',
    githubId: 1906,
    googleSub: '108151210181500000002',
    name: 'Grace Murray',
    email: 'grace@example.com',
    avatarColor: '#0f766e',
  },
  {
    login: 'linus',
    githubId: 1969,
    googleSub: '108151210181500000003',
    name: 'Linus Aalto',
    email: 'linus@example.com',
    avatarColor: '#b45309',
  },
  {
    login: 'katherine',
    githubId: 1918,
    googleSub: '108151210181500000004',
    name: 'Katherine Coleman',
    email: 'katherine@example.com',
    avatarColor: '#be185d',
  },
  {
    login: 'edsger',
    githubId: 1930,
    googleSub: '108151210181500000005',
    name: 'Edsger van Dam',
    email: 'edsger@example.com',
    avatarColor: '#1d4ed8',
  },
]
