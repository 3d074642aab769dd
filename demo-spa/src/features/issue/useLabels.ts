import { useQuery } from '@tanstack/react-query'
import type { Label } from '../github/issue.ts'
import { githubKeys } from '../github/query-keys.ts'
import type { RepositoryName } from '../github/repository.ts'
import { useGithub } from '../github/useGithub.ts'

// Labels change a few times a year.
const FRESH_FOR_MS = 5 * 60_000

/** Reads the labels a repository has; empty until known. */
export function useLabels(repository: RepositoryName): readonly Label[] {
  const github = useGithub()
  const labels = useQuery({
    queryKey: githubKeys.labels(repository),
    queryFn: () => github.listLabels(repository),
    staleTime: FRESH_FOR_MS,
  })
  return labels.data ?? []
}
