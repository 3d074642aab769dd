import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { useToast } from '../../ui/toasts.ts'
import { toErrorMessage } from '../api/error-message.ts'
import { backOff, isWorthRetrying } from '../api/query-client.ts'
import type { Issue, IssueChange } from './issue.ts'
import { findIssue, replaceIssue } from './issue-cache.ts'
import { githubKeys } from './query-keys.ts'
import type { RepositoryName } from './repository.ts'
import { useGithub } from './useGithub.ts'

/** A change to save, and the issue as it will look once it has been. */
export interface IssueChangeRequest {
  issue: Issue
  change: IssueChange
  /** What to show meanwhile. */
  expected: Issue
}

/**
 * Changes an issue: the new version is shown at once, and taken back with a message when GitHub refuses it.
 *
 * Changes of one repository are sent one after the other, so that the last word is the person's last.
 */
export function useChangeIssue(
  repository: RepositoryName,
): UseMutationResult<Issue, Error, IssueChangeRequest, Issue> {
  const github = useGithub()
  const cache = useQueryClient()
  const showToast = useToast()

  return useMutation({
    scope: { id: `change-issue ${repository.owner}/${repository.name}` },
    retry: isWorthRetrying,
    retryDelay: backOff,
    mutationFn: ({ issue, change }: IssueChangeRequest) =>
      github.changeIssue(repository, issue.number, change),
    async onMutate({ issue, expected }) {
      // An answer already on its way knows nothing of this change and would undo it on the screen.
      await cache.cancelQueries({ queryKey: githubKeys.issueLists(repository) })
      await cache.cancelQueries({ queryKey: githubKeys.issue(repository, issue.number) })
      const before = findIssue(cache, repository, issue.number) ?? issue
      replaceIssue(cache, repository, expected)
      return before
    },
    onError(error, { issue }, before) {
      // Only this issue goes back: others may have been changed meanwhile.
      replaceIssue(cache, repository, before ?? issue)
      const { title, detail } = toErrorMessage(error)
      showToast({ tone: 'danger', text: `#${issue.number} was not changed. ${title}. ${detail}` })
    },
    onSuccess: (saved) => replaceIssue(cache, repository, saved),
  })
}
