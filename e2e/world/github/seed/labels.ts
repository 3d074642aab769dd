import type { LabelSeed } from './repository-seed.ts'

/** The labels every seeded project works with; `in progress` is a column of the demo's board. */
export const PROJECT_LABELS: readonly LabelSeed[] = [
  { name: 'to do', color: 'ededed', description: 'Agreed on, not started' },
  { name: 'in progress', color: 'fbca04', description: 'Somebody is working on it' },
  { name: 'bug', color: 'd73a4a', description: 'Something does not work' },
  { name: 'enhancement', color: 'a2eeef', description: 'New or better behaviour' },
  { name: 'docs', color: '0075ca', description: 'Explaining, not changing' },
  { name: 'design', color: 'd4c5f9', description: 'How it looks and reads' },
  { name: 'performance', color: '0e8a16', description: 'Faster or smaller' },
  { name: 'good first issue', color: '7057ff', description: 'Good for newcomers' },
]
