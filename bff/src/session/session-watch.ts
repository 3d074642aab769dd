import type { SessionAccess } from './access.ts'

/** Tells those who hold something open for a session that it is over. */
export interface SessionWatch {
  /**
   * Calls back once when the session has ended: by a logout on any process, from outside, or by its time.
   *
   * @returns stops watching.
   */
  watch(session: SessionAccess, onEnd: () => void): () => void
}
