import { useQuery } from '@tanstack/react-query'
import type { Label, Milestone, Person } from '../github/issue.ts'
import { githubKeys } from '../github/query-keys.ts'
import type { RepositoryName } from '../github/repository.ts'
import { useGithub } from '../github/useGithub.ts'

/** What an issue of a repository can be given; empty until known. */
export interface RepositoryChoices {
  labels: readonly Label[]
  milestones: readonly Milestone[]
  assignees: readonly Person[]
}

// These change a few times a year.
const FRESH_FOR_MS = 5 * 60_000

/** Reads a repository's labels, milestones and possible assignees. */
export function useRepositoryChoices(repository: RepositoryName): RepositoryChoices {
  const github = useGithub()
  const labels = useQuery({
    queryKey: githubKeys.labels(repository),
    queryFn: () => github.listLabels(repository),
    staleTime: FRESH_FOR_MS,
  })
  const milestones = useQuery({
    queryKey: githubKeys.milestones(repository),
    queryFn: () => github.listMilestones(repository),
    staleTime: FRESH_FOR_MS,
  })
  const assignees = useQuery({
    queryKey: githubKeys.assignees(repository),
    queryFn: () => github.listAssignees(repository),
    staleTime: FRESH_FOR_MS,
  })
  return { labels: labels.data ?? [], milestones: milestones.data ?? [], assignees: assignees.data ?? [] }
}
