import type { WorldClock } from '../../world-clock.ts'
import type { GithubDatabase } from '../data/database.ts'
import type { Origins } from '../github-options.ts'

/** What the routes of the REST API work with. */
export interface ApiDeps {
  database: GithubDatabase
  clock: WorldClock
  origins: Origins
}
