import { BACKLOG_ISSUES } from './backlog-issues.ts'
import { FIRST_RELEASE_ISSUES } from './first-release-issues.ts'
import { PROJECT_LABELS } from './labels.ts'
import { NEXT_RELEASE_ISSUES } from './next-release-issues.ts'
import type { RepositorySeed } from './repository-seed.ts'

/** The demo's main project: public, 53 issues in every state, three milestones. */
export const ANALYTICAL_ENGINE: RepositorySeed = {
  id: 1_837_000_001,
  owner: 'ada',
  name: 'analytical-engine',
  description: 'A general-purpose engine you program with cards',
  language: 'TypeScript',
  collaborators: { grace: 'write', katherine: 'write', linus: 'write', edsger: 'write' },
  labels: PROJECT_LABELS,
  milestones: [
    { title: '1.0', description: 'The first engine people can use', dueInDays: -30, isClosed: true },
    { title: '1.1', description: 'Work together, lose nothing', dueInDays: 12 },
    { title: '2.0', description: 'Programs that use programs', dueInDays: 90 },
  ],
  issues: [...FIRST_RELEASE_ISSUES, ...NEXT_RELEASE_ISSUES, ...BACKLOG_ISSUES],
}
