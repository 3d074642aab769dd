import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Issue, IssueDraft } from '../github/issue.ts'
import { insertIssue } from '../github/issue-cache.ts'
import type { RepositoryName } from '../github/repository.ts'
import { useGithub } from '../github/useGithub.ts'

/** Creates an issue and puts it on the board. */
export function useCreateIssue(repository: RepositoryName): UseMutationResult<Issue, Error, IssueDraft> {
  const github = useGithub()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (draft: IssueDraft) => github.createIssue(repository, draft),
    onSuccess: (issue) => insertIssue(cache, repository, issue),
  })
}
