import type { ChangeListener, SessionChanges } from './session-changes.ts'

/** {@link SessionChanges} inside one process, which misses nothing. */
export class LocalChanges implements SessionChanges {
  readonly #listeners: ChangeListener[] = []

  async announce(sessionKey: string): Promise<void> {
    this.tell(sessionKey)
  }

  isLive(): boolean {
    return true
  }

  listen(listener: ChangeListener): void {
    this.#listeners.push(listener)
  }

  /** Passes on to the listeners of this process. */
  tell(sessionKey: string): void {
    for (const listener of this.#listeners) listener.changed(sessionKey)
  }

  /** Tells the listeners of this process that they may have missed something. */
  tellMissed(): void {
    for (const listener of this.#listeners) listener.missed()
  }
}
