import type { SessionAccess } from './access.ts'

/** Why something held open for a session may not go on. */
export type SessionEnd = 'session_ended' | 'disconnected'

/** Something held open for a session. */
export interface SessionUse {
  /** Whose token it goes on using; undefined: nobody's. */
  readonly providerId: string | undefined
  /**
   * Called once, when the session has ended: by a logout on any process, from outside, or by its time;
   * or when it no longer has the account whose token is used.
   */
  onEnd(why: SessionEnd): void
}

/** Tells those who hold something open for a session that it is over. */
export interface SessionWatch {
  /** @returns stops watching. */
  watch(session: SessionAccess, use: SessionUse): () => void
}
