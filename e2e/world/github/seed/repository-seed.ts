import type { Role } from '../data/repository.ts'

/** A label as written in the seed. */
export interface LabelSeed {
  name: string
  color: string
  description: string
}

/** A milestone as written in the seed. */
export interface MilestoneSeed {
  title: string
  description: string
  /** Days from the start of the world; negative is past. */
  dueInDays: number
  isClosed?: true
}

/** An issue as written in the seed; people, labels and milestones go by name. */
export interface IssueSeed {
  title: string
  body: string
  author?: string
  labels?: readonly string[]
  assignees?: readonly string[]
  milestone?: string
  closed?: 'completed' | 'not_planned'
  comments?: readonly (readonly [login: string, body: string])[]
}

/** A repository as written in the seed. */
export interface RepositorySeed {
  id: number
  owner: string
  name: string
  formerNames?: readonly string[]
  description: string
  isPrivate?: true
  language: string
  collaborators?: Readonly<Record<string, Role>>
  labels: readonly LabelSeed[]
  milestones?: readonly MilestoneSeed[]
  /** Oldest first. */
  issues: readonly IssueSeed[]
}
