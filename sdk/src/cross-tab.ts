/**
 * What tabs tell each other.
 *
 * `signed_out` is believed, since its worst use is a nuisance. `session` is only a hint that another answer
 * was given; the BFF is asked before anything changes.
 */
export type TabMessage = { type: 'signed_out' } | { type: 'session'; key: string | null }

/** The line to the other tabs of the same app. */
export interface CrossTab {
  open(): void
  close(): void
  /** Tells the other tabs; nothing comes back to this one. */
  tell(message: TabMessage): void
}

/** Creates the line. @param name Tells apart the apps of one origin. */
export function createCrossTab(name: string, hear: (message: TabMessage) => void): CrossTab {
  let channel: BroadcastChannel | undefined
  return {
    open() {
      channel = new BroadcastChannel(name)
      channel.onmessage = ({ data }: MessageEvent<unknown>) => isTabMessage(data) && hear(data)
    },
    close() {
      channel?.close()
      channel = undefined
    },
    tell: (message) => channel?.postMessage(message),
  }
}

// Any script of the origin, an older version of the app included, can post on the channel.
function isTabMessage(data: unknown): data is TabMessage {
  const { type, key } = (data ?? {}) as { type?: unknown; key?: unknown }
  return type === 'signed_out' || (type === 'session' && (key === null || typeof key === 'string'))
}
