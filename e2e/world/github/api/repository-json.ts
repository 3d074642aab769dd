import { fullName, type Repository } from '../data/repository.ts'
import type { Origins } from '../github-options.ts'
import type { Caller } from './authenticate.ts'
import { nodeId } from './node-id.ts'
import { canPush, roleOf } from './repository-access.ts'
import { toTimestamp } from './timestamp.ts'
import { type Json, toUserJson } from './user-json.ts'

/** A repository, with what the caller may do in it. */
export function toRepositoryJson(repository: Repository, caller: Caller, origins: Origins): Json {
  const { id, name, owner, description, isPrivate, language } = repository
  const url = `${origins.api}/repos/${fullName(repository)}`
  const openIssues = repository.issues.filter((issue) => issue.state === 'open').length
  return {
    id,
    node_id: nodeId('R', id),
    name,
    full_name: fullName(repository),
    private: isPrivate,
    visibility: isPrivate ? 'private' : 'public',
    owner: toUserJson(owner, origins),
    html_url: `${origins.web}/${fullName(repository)}`,
    description,
    fork: false,
    url,
    issues_url: `${url}/issues{/number}`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    labels_url: `${url}/labels{/name}`,
    milestones_url: `${url}/milestones{/number}`,
    assignees_url: `${url}/assignees{/user}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    created_at: toTimestamp(repository.createdAt),
    updated_at: toTimestamp(repository.updatedAt),
    pushed_at: toTimestamp(repository.updatedAt),
    homepage: null,
    language,
    has_issues: true,
    archived: false,
    disabled: false,
    open_issues_count: openIssues,
    open_issues: openIssues,
    default_branch: 'main',
    permissions: toPermissionsJson(repository, caller),
  }
}

function toPermissionsJson(repository: Repository, caller: Caller): Json {
  if (caller.kind === 'anonymous') return { admin: false, push: false, pull: true }
  return {
    admin: roleOf(caller.account, repository) === 'admin',
    push: canPush(caller.account, repository),
    pull: true,
  }
}
