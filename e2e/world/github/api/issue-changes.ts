import type { Request } from 'express'
import { ACCOUNTS, type Account } from '../data/account.ts'
import type { Issue, Milestone, StateReason } from '../data/issue.ts'
import type { Repository } from '../data/repository.ts'
import { ensureLabels } from './issue-labels.ts'
import { assignableAccounts } from './repository-access.ts'
import { type RequestFields, readFields } from './request-fields.ts'

/** What a request wants to change in an issue; a field that is absent stays. */
export interface IssueChanges {
  title?: string
  body?: string | null
  state?: 'open' | 'closed'
  stateReason?: StateReason
  labelNames?: string[]
  assignees?: Account[]
  milestone?: Milestone | null
}

const MAX_TITLE_LENGTH = 256
const STATE_REASONS = ['completed', 'not_planned', 'duplicate', 'reopened'] as const

/**
 * Reads the changes from a request's body.
 *
 * @throws {ApiError} 400: not a JSON object. 422: a field does not fit, with one problem for each.
 */
export function parseIssueChanges(req: Request, repository: Repository): IssueChanges {
  const fields = readFields(req, 'Issue')
  const changes = {
    title: fields.text('title'),
    body: fields.nullableText('body'),
    state: fields.choice('state', ['open', 'closed']),
    stateReason: fields.choice('state_reason', STATE_REASONS),
    labelNames: fields.names('labels'),
    assignees: readAssignees(fields, repository),
    milestone: readMilestone(fields, repository),
  }
  if (changes.title !== undefined && !isTitle(changes.title)) fields.note('title', 'invalid')
  fields.assertValid()
  return withoutAbsent(changes)
}

/** Applies the changes and dates the issue, closing or reopening it where the state changes. */
export function applyIssueChanges(
  issue: Issue,
  changes: IssueChanges,
  context: { repository: Repository; by: Account; now: number; nextId: () => number },
): void {
  const { state, stateReason, labelNames, ...plain } = changes
  Object.assign(issue, plain)
  if (labelNames) issue.labels = ensureLabels(context.repository, labelNames, context.nextId)
  if (state) applyState(issue, state, { ...context, reason: stateReason })
  issue.updatedAt = context.now
  context.repository.updatedAt = context.now
}

function applyState(
  issue: Issue,
  state: 'open' | 'closed',
  { by, now, reason }: { by: Account; now: number; reason: StateReason | undefined },
): void {
  const isClosing = state === 'closed'
  if (isClosing) issue.stateReason = reason ?? (issue.state === 'open' ? 'completed' : issue.stateReason)
  else if (issue.state === 'closed') issue.stateReason = 'reopened'
  if (issue.state === state) return
  issue.state = state
  issue.closedAt = isClosing ? now : null
  issue.closedBy = isClosing ? by : null
}

function readAssignees(fields: RequestFields, repository: Repository): Account[] | undefined {
  const logins = fields.names('assignees')
  const assignable = assignableAccounts(ACCOUNTS, repository)
  const found = logins?.map((login) => assignable.find((account) => account.login === login))
  if (found?.some((account) => account === undefined)) fields.note('assignees', 'invalid')
  return found?.filter((account) => account !== undefined)
}

function readMilestone(fields: RequestFields, repository: Repository): Milestone | null | undefined {
  const number = fields.nullableNumber('milestone')
  if (number === undefined || number === null) return number
  const milestone = repository.milestones.find((candidate) => candidate.number === number)
  if (!milestone) fields.note('milestone', 'invalid')
  return milestone
}

function isTitle(title: string): boolean {
  return title.trim() !== '' && title.length <= MAX_TITLE_LENGTH
}

/** Drops the fields without a value, so that assigning the rest leaves the others alone. */
function withoutAbsent(
  changes: { [Field in keyof IssueChanges]: IssueChanges[Field] | undefined },
): IssueChanges {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}
