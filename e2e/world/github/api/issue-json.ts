import type { Account } from '../data/account.ts'
import type { Comment, Issue, Label, Milestone } from '../data/issue.ts'
import { fullName, type Repository } from '../data/repository.ts'
import type { Origins } from '../github-options.ts'
import { nodeId } from './node-id.ts'
import { roleOf } from './repository-access.ts'
import { toTimestamp } from './timestamp.ts'
import { type Json, toUserJson } from './user-json.ts'

/** Where the record stands, for the URLs in it. */
export interface Place {
  repository: Repository
  origins: Origins
}

/** An issue with its people, labels and milestone. */
export function toIssueJson(issue: Issue, place: Place): Json {
  const { repository, origins } = place
  const url = `${repositoryUrl(place)}/issues/${issue.number}`
  return {
    id: issue.id,
    node_id: nodeId('I', issue.id),
    number: issue.number,
    url,
    repository_url: repositoryUrl(place),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${origins.web}/${fullName(repository)}/issues/${issue.number}`,
    title: issue.title,
    user: toUserJson(issue.author, origins),
    labels: issue.labels.map((label) => toLabelJson(label, place)),
    state: issue.state,
    state_reason: issue.stateReason,
    locked: false,
    assignee: issue.assignees[0] ? toUserJson(issue.assignees[0], origins) : null,
    assignees: issue.assignees.map((account) => toUserJson(account, origins)),
    milestone: issue.milestone ? toMilestoneJson(issue.milestone, place) : null,
    comments: issue.comments.length,
    created_at: toTimestamp(issue.createdAt),
    updated_at: toTimestamp(issue.updatedAt),
    closed_at: issue.closedAt === null ? null : toTimestamp(issue.closedAt),
    closed_by: issue.closedBy ? toUserJson(issue.closedBy, origins) : null,
    author_association: association(issue.author, repository),
    body: issue.body,
  }
}

/** A comment on an issue. */
export function toCommentJson(comment: Comment, issue: Issue, place: Place): Json {
  const { repository, origins } = place
  const issueUrl = `${repositoryUrl(place)}/issues/${issue.number}`
  const page = `${origins.web}/${fullName(repository)}/issues/${issue.number}`
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url: `${repositoryUrl(place)}/issues/comments/${comment.id}`,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: issueUrl,
    user: toUserJson(comment.author, origins),
    created_at: toTimestamp(comment.createdAt),
    updated_at: toTimestamp(comment.updatedAt),
    author_association: association(comment.author, repository),
    body: comment.body,
  }
}

/** A label of a repository. */
export function toLabelJson({ id, name, color, description }: Label, place: Place): Json {
  const url = `${repositoryUrl(place)}/labels/${encodeURIComponent(name)}`
  return { id, node_id: nodeId('LA', id), url, name, color, default: false, description }
}

/** A milestone, with how far it is. */
export function toMilestoneJson(milestone: Milestone, place: Place): Json {
  const { repository, origins } = place
  const { id, number, title, description, state, dueOn, creator, createdAt } = milestone
  const url = `${repositoryUrl(place)}/milestones/${number}`
  const inIt = repository.issues.filter((issue) => issue.milestone?.id === id)
  const open = inIt.filter((issue) => issue.state === 'open').length
  return {
    ...{ id, node_id: nodeId('MI', id), number, title, description, state, url },
    html_url: `${origins.web}/${fullName(repository)}/milestone/${number}`,
    labels_url: `${url}/labels`,
    creator: toUserJson(creator, origins),
    open_issues: open,
    closed_issues: inIt.length - open,
    created_at: toTimestamp(createdAt),
    updated_at: toTimestamp(createdAt),
    due_on: toTimestamp(dueOn),
    closed_at: state === 'closed' ? toTimestamp(dueOn) : null,
  }
}

function repositoryUrl({ repository, origins }: Place): string {
  return `${origins.api}/repos/${fullName(repository)}`
}

function association(author: Account, repository: Repository): 'OWNER' | 'COLLABORATOR' | 'NONE' {
  if (author.id === repository.owner.id) return 'OWNER'
  return roleOf(author, repository) ? 'COLLABORATOR' : 'NONE'
}
