import { ANALYTICAL_ENGINE } from './analytical-engine.ts'
import { PROJECT_LABELS } from './labels.ts'
import type { RepositorySeed } from './repository-seed.ts'

/** Private, nobody but its owner. */
const NOTES: RepositorySeed = {
  id: 1_843_000_002,
  owner: 'ada',
  name: 'notes',
  description: 'Things to think about, not for publication',
  isPrivate: true,
  language: 'Markdown',
  labels: PROJECT_LABELS,
  issues: [
    { title: 'Return the borrowed lecture notes', body: 'With thanks.', closed: 'completed' },
    { title: 'Finish note G', body: 'The table of operations, and a proof-read.', labels: ['in progress'] },
    { title: 'Answer the letter from Turin', body: 'In French, if I find the time.', labels: ['to do'] },
    { title: 'Read about electricity', body: 'For the idea with the nervous system.' },
  ],
}

/** Owned by an organization; people are there as collaborators. */
const LOOM: RepositorySeed = {
  id: 1_804_000_003,
  owner: 'difference-works',
  name: 'loom',
  description: 'Weaves patterns from decks of cards',
  language: 'TypeScript',
  isPrivate: true,
  collaborators: { ada: 'write', grace: 'admin', linus: 'read' },
  labels: PROJECT_LABELS,
  issues: [
    {
      title: 'Describe the hook positions',
      body: 'A picture would do.',
      author: 'grace',
      labels: ['docs'],
      closed: 'completed',
    },
    {
      title: 'Thread breaks when the pattern has more than 24,000 cards',
      body: 'The portrait in silk is the test case.',
      author: 'grace',
      labels: ['in progress', 'bug'],
      assignees: ['ada'],
    },
    {
      title: 'Preview a pattern before weaving',
      body: 'Silk is expensive.',
      author: 'ada',
      labels: ['enhancement'],
      comments: [['grace', 'Agreed, and wool is not cheap either.']],
    },
  ],
}

/** Renamed once, so requests under the old name are redirected. */
const COMPILER: RepositorySeed = {
  id: 1_952_000_004,
  owner: 'grace',
  name: 'plain-compiler',
  formerNames: ['grace/a-0'],
  description: 'Turns plain English into instructions',
  language: 'TypeScript',
  collaborators: { ada: 'read' },
  labels: PROJECT_LABELS,
  issues: [
    {
      title: 'Say in which line the moth was found',
      body: 'Line and column, please.',
      author: 'ada',
      labels: ['bug'],
    },
    { title: 'Accept lower case', body: 'Nobody should have to shout.', labels: ['enhancement'] },
  ],
}

/** Private and foreign to everybody but its owner: for the others it does not exist. */
const SECRET_PLANS: RepositorySeed = {
  id: 1_991_000_005,
  owner: 'linus',
  name: 'secret-plans',
  description: 'Just a hobby, will not be big',
  isPrivate: true,
  language: 'C',
  labels: PROJECT_LABELS,
  issues: [{ title: 'Decide on a name', body: 'Something with an x.' }],
}

/** Public, but only its owner may change anything: for refused writes. */
const ALGORITHMS: RepositorySeed = {
  id: 1_959_000_006,
  owner: 'edsger',
  name: 'shortest-path',
  description: 'From Rotterdam to Groningen, and other journeys',
  language: 'TypeScript',
  labels: PROJECT_LABELS,
  issues: [
    { title: 'Negative distances are accepted', body: 'And then it walks in circles.', labels: ['bug'] },
    { title: 'Explain the invariant', body: 'In one page, without pictures.', labels: ['docs'] },
  ],
}

/** What the emulated GitHub starts with. */
export const REPOSITORIES: readonly RepositorySeed[] = [
  ANALYTICAL_ENGINE,
  NOTES,
  LOOM,
  COMPILER,
  SECRET_PLANS,
  ALGORITHMS,
]
