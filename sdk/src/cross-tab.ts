import type { SessionState } from './auth-state.ts'
import type { AuthStore } from './auth-store.ts'
import type { SessionLoader } from './session-loader.ts'

/**
 * What tabs tell each other.
 *
 * `signed_out` is believed, since its worst use is a nuisance. `session` is only a hint that another answer
 * was given; the BFF is asked before anything changes.
 */
type TabMessage = { type: 'signed_out' } | { type: 'session'; key: string | null }

/** Keeps the tabs of one app in step. */
export interface CrossTab {
  /** Starts hearing and telling the other tabs. */
  open(): void
  close(): void
  /** Ends the session here and, with no request, in every other tab. */
  signOut(): void
}

/** Creates the line to the other tabs. @param name Tells apart the apps of one origin; empty for no line. */
export function createCrossTab<U>(store: AuthStore<U>, loader: SessionLoader, name: string): CrossTab {
  let channel: BroadcastChannel | undefined
  let isQuiet = false
  let known = keyOf(store.getState())
  const tell = (message: TabMessage) => channel?.postMessage(message)

  store.on('change', () => {
    const key = keyOf(store.getState())
    if (key === undefined || key === known) return
    known = key
    if (!isQuiet) tell({ type: 'session', key })
  })

  function endQuietly(reason: 'user' | 'other_tab'): void {
    loader.discard()
    isQuiet = true
    store.end(reason)
    isQuiet = false
  }

  async function compare(key: string | null): Promise<void> {
    // An answer under way may be older than the one the other tab got.
    await loader.pending()
    if (key === keyOf(store.getState())) return
    // Quietly: two tabs that told each other of every answer might never stop.
    isQuiet = true
    await loader.load()
    isQuiet = false
  }

  function hear({ data }: MessageEvent<unknown>): void {
    if (!isTabMessage(data)) return
    if (data.type === 'session') void compare(data.key)
    else if (store.getState().status !== 'unauthenticated') endQuietly('other_tab')
  }

  return {
    open() {
      if (!name) return
      channel = new BroadcastChannel(name)
      channel.onmessage = hear
    },
    close() {
      channel?.close()
      channel = undefined
    },
    signOut() {
      endQuietly('user')
      tell({ type: 'signed_out' })
    },
  }
}

// What tabs compare: the times differ with every answer, and nobody need ask again for those.
function keyOf<U>({ status, session }: SessionState<U>): string | null | undefined {
  if (session) return JSON.stringify([session.user, session.connections])
  return status === 'unauthenticated' ? null : undefined
}

// Any script of the origin, an older version of the app included, can post on the channel.
function isTabMessage(data: unknown): data is TabMessage {
  const { type, key } = (data ?? {}) as { type?: unknown; key?: unknown }
  return type === 'signed_out' || (type === 'session' && (key === null || typeof key === 'string'))
}
