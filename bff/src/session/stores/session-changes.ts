/**
 * News of changed sessions, to every process on a store: what one of them remembers of a session
 * must not outlive what another has done to it.
 */
export interface SessionChanges {
  /**
   * Tells every process, this one first, that a session or its tokens have changed.
   *
   * @param sessionKey What the session is stored under.
   * @throws {BffError} `session_store_unavailable` (503): the others may not have heard.
   */
  announce(sessionKey: string): Promise<void>
  /** Whether news arrive; while they do not, nothing may be remembered. */
  isLive(): boolean
  listen(listener: ChangeListener): void
}

/** Who wants to know. Called synchronously. */
export interface ChangeListener {
  changed(sessionKey: string): void
  /** News may have been missed: anything may have changed. */
  missed(): void
}
