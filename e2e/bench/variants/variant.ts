import type { ServerCommand } from '../server-process.ts'
import type { Stage } from '../stage.ts'

/** Sessions that were signed in at a variant, in no order. */
export interface SeededSessions {
  /** Value of the `Cookie` header of each. */
  cookies: readonly string[]
  /** The tokens of all of them: what the upstream may be sent. */
  tokens: ReadonlySet<string>
}

/** One way to get a browser's call to the upstream with a token on it. */
export interface Variant {
  name: string
  /** What it is, for the report. */
  title: string
  command(stage: Stage): Promise<ServerCommand>
  /**
   * Signs people in at the running variant. Absent: it knows no session, forwards the stage's fixed token, and is sent
   * the product's cookies, so that its requests are as long.
   */
  signIn?(stage: Stage, origin: string, count: number): Promise<SeededSessions>
}
