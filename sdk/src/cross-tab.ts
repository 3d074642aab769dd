import type { Environment } from './environment.ts'

/**
 * What tabs tell each other.
 *
 * `signed_out` is believed, since its worst use is a nuisance. `session` is only a hint that somebody got
 * another answer; the BFF is asked before anything changes.
 */
export type TabMessage = { type: 'signed_out' } | { type: 'session'; key: string | null }

/** The line to the other tabs of the same app. */
export class CrossTab {
  #channel: BroadcastChannel | undefined
  readonly #open: () => BroadcastChannel | undefined
  readonly #hear: (message: TabMessage) => void

  /** @param name Tells apart the apps of one origin; absent for an app that keeps to one tab. */
  constructor(name: string | undefined, environment: Environment, hear: (message: TabMessage) => void) {
    this.#open = () => (name ? environment.openChannel(name) : undefined)
    this.#hear = hear
  }

  /** Starts hearing them. */
  listen(): void {
    this.#channel = this.#open()
    if (!this.#channel) return
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isTabMessage(data)) this.#hear(data)
    }
  }

  /** Stops hearing them. */
  close(): void {
    this.#channel?.close()
    this.#channel = undefined
  }

  /** Tells the other tabs; nothing comes back to this one. */
  tell(message: TabMessage): void {
    const channel = this.#channel ?? this.#open()
    channel?.postMessage(message)
    if (channel !== this.#channel) channel?.close()
  }
}

// Any script of the origin, an older version of the app included, can post on the channel.
function isTabMessage(data: unknown): data is TabMessage {
  const { type, key } = (data ?? {}) as { type?: unknown; key?: unknown }
  return type === 'signed_out' || (type === 'session' && (key === null || typeof key === 'string'))
}
