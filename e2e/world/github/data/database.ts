import type { WorldClock } from '../../world-clock.ts'
import { buildRepositories } from '../seed/build-repositories.ts'
import { REPOSITORIES } from '../seed/repositories.ts'
import { fullName, type Repository } from './repository.ts'

/** Everything behind the REST API. */
export interface GithubDatabase {
  repositories(): readonly Repository[]
  /** Names are compared without case, as GitHub does. */
  repository(owner: string, name: string): Repository | undefined
  repositoryById(id: number): Repository | undefined
  /** The repository that had this name before it was renamed. */
  renamedRepository(owner: string, name: string): Repository | undefined
  /** A number no other record has. */
  nextId(): number
  /** Back to the seed, dated from the clock's present. */
  reset(): void
}

const FIRST_ID = 2_100_000_001

/** Creates the database, filled from the seed. */
export function createDatabase(clock: WorldClock): GithubDatabase {
  let lastId = FIRST_ID
  const nextId = () => {
    lastId += 1
    return lastId
  }
  const seed = () => {
    lastId = FIRST_ID
    return buildRepositories(REPOSITORIES, { now: clock.now(), nextId })
  }
  let repositories = seed()

  const isNamed = (name: string, owner: string, repo: string) =>
    name.toLowerCase() === `${owner}/${repo}`.toLowerCase()
  return {
    nextId,
    repositories: () => repositories,
    repository: (owner, name) => repositories.find((repo) => isNamed(fullName(repo), owner, name)),
    repositoryById: (id) => repositories.find((repo) => repo.id === id),
    renamedRepository: (owner, name) =>
      repositories.find((repo) => repo.formerNames.some((former) => isNamed(former, owner, name))),
    reset: () => {
      repositories = seed()
    },
  }
}
