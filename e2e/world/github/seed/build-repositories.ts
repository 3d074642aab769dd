import { ACCOUNTS, type Account } from '../data/account.ts'
import type { Comment, Issue, Label, Milestone } from '../data/issue.ts'
import type { Repository } from '../data/repository.ts'
import type { IssueSeed, MilestoneSeed, RepositorySeed } from './repository-seed.ts'

/** Where dates count from and ids come from. */
export interface BuildContext {
  /** Epoch milliseconds of the world's present. */
  now: number
  nextId: () => number
}

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const ISSUE_SPACING_MS = 31 * HOUR_MS

/**
 * Turns the seed into records.
 *
 * Issues are dated at a steady pace up to the present, so that sorting by time is the same in every run and a
 * board always looks recently used.
 *
 * @throws {Error} The seed names a person, label or milestone that does not exist.
 */
export function buildRepositories(seeds: readonly RepositorySeed[], context: BuildContext): Repository[] {
  return seeds.map((seed) => buildRepository(seed, context))
}

function buildRepository(seed: RepositorySeed, context: BuildContext): Repository {
  const { id, name, description, language, formerNames = [], isPrivate = false } = seed
  const owner = find(ACCOUNTS, 'login', seed.owner)
  const createdAt = context.now - 400 * DAY_MS
  const labels = seed.labels.map((label): Label => ({ id: context.nextId(), ...label }))
  const milestones = (seed.milestones ?? []).map((milestone, index) =>
    buildMilestone(milestone, { ...context, number: index + 1, creator: owner, createdAt }),
  )
  const collaborators = new Map(
    Object.entries(seed.collaborators ?? {}).map(([login, role]) => [
      find(ACCOUNTS, 'login', login).id,
      role,
    ]),
  )
  const issues = seed.issues.map((issue, index) =>
    buildIssue(issue, {
      labels,
      milestones,
      number: index + 1,
      defaultAuthor: owner,
      createdAt: context.now - (seed.issues.length - index) * ISSUE_SPACING_MS,
      nextId: context.nextId,
    }),
  )
  const updatedAt = Math.max(createdAt, ...issues.map((issue) => issue.updatedAt))
  return {
    ...{ id, owner, name, formerNames, description, isPrivate, language, collaborators },
    ...{ labels, milestones, issues, createdAt, updatedAt },
  }
}

interface MilestoneContext extends BuildContext {
  number: number
  creator: Account
  createdAt: number
}

function buildMilestone(seed: MilestoneSeed, context: MilestoneContext): Milestone {
  return {
    id: context.nextId(),
    number: context.number,
    title: seed.title,
    description: seed.description,
    state: seed.isClosed ? 'closed' : 'open',
    dueOn: context.now + seed.dueInDays * DAY_MS,
    creator: context.creator,
    createdAt: context.createdAt,
  }
}

interface IssueContext {
  labels: readonly Label[]
  milestones: readonly Milestone[]
  number: number
  defaultAuthor: Account
  createdAt: number
  nextId: () => number
}

function buildIssue(seed: IssueSeed, context: IssueContext): Issue {
  const { number, createdAt, nextId } = context
  const assignees = (seed.assignees ?? []).map((login) => find(ACCOUNTS, 'login', login))
  const author = seed.author ? find(ACCOUNTS, 'login', seed.author) : context.defaultAuthor
  const id = nextId()
  const comments = (seed.comments ?? []).map(([login, body], index): Comment => {
    const at = createdAt + (index + 1) * HOUR_MS
    return { id: nextId(), author: find(ACCOUNTS, 'login', login), body, createdAt: at, updatedAt: at }
  })
  const closedAt = seed.closed ? createdAt + 12 * HOUR_MS : null
  return {
    ...{ id, number, author, title: seed.title, body: seed.body, assignees, comments, createdAt },
    state: seed.closed ? 'closed' : 'open',
    stateReason: seed.closed ?? null,
    labels: (seed.labels ?? []).map((name) => find(context.labels, 'name', name)),
    milestone: seed.milestone ? find(context.milestones, 'title', seed.milestone) : null,
    updatedAt: closedAt ?? comments.at(-1)?.createdAt ?? createdAt,
    closedAt,
    closedBy: seed.closed ? (assignees[0] ?? author) : null,
  }
}

function find<K extends string, T extends Readonly<Record<K, string>>>(
  from: readonly T[],
  key: K,
  value: string,
): T {
  const found = from.find((item) => item[key] === value)
  if (!found) throw new Error(`the seed names ${JSON.stringify(value)}, which does not exist`)
  return found
}
