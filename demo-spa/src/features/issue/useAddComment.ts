import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Comment, Issue } from '../github/issue.ts'
import { replaceIssue } from '../github/issue-cache.ts'
import { githubKeys } from '../github/query-keys.ts'
import type { RepositoryName } from '../github/repository.ts'
import { useGithub } from '../github/useGithub.ts'

/** Adds a comment to an issue, then reads the conversation again. */
export function useAddComment(
  repository: RepositoryName,
  issue: Issue,
): UseMutationResult<Comment, Error, string> {
  const github = useGithub()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (body: string) => github.createComment(repository, issue.number, body),
    async onSuccess() {
      replaceIssue(cache, repository, { ...issue, commentCount: issue.commentCount + 1 })
      await cache.invalidateQueries({ queryKey: githubKeys.comments(repository, issue.number) })
    },
  })
}
