import { AuthError } from './auth-error.ts'
import type { Session, SessionState } from './auth-state.ts'
import type { AuthStore } from './auth-store.ts'
import { createCrossTab } from './cross-tab.ts'
import type { Environment } from './environment.ts'
import { readHint } from './hint-cookie.ts'
import { type RevalidateOptions, revalidate } from './revalidate.ts'

/** How a client keeps its session true. */
export interface SessionKeeperOptions<U> extends RevalidateOptions {
  /** Name of the line to the other tabs; empty for none. */
  channel: string
  request(signal: AbortSignal): Promise<Session<U> | null>
}

/** Keeps what one tab knows about the session true. */
export interface SessionKeeper {
  /**
   * Brings the state up to date; joins the request under way if there is one.
   *
   * Settles without an error when the BFF cannot be reached: the failure is in the state.
   */
  load(): Promise<void>
  /** Makes the request under way count for nothing: whatever happened since is newer. */
  discard(): void
  /** Listens to everything that may change the session, until the returned function is called. */
  retain(): () => void
  /** Ends the session here and, with no request, in every other tab. */
  signOut(): void
  /** Stops listening for good, whoever still retains it. */
  destroy(): void
}

/**
 * Creates the keeper.
 *
 * Every request belongs to an epoch. Whatever decides the state by itself (logout, a refused call, another
 * tab) starts a new one, so a 200 that left the BFF before a logout cannot sign anybody in again.
 */
export function createSessionKeeper<U>(
  store: AuthStore<U>,
  options: SessionKeeperOptions<U>,
  environment: Environment,
): SessionKeeper {
  let epoch = new AbortController()
  let pending: Promise<void> | undefined
  let retainers = 0
  let rest: (() => void) | undefined
  let isQuiet = false
  let known = keyOf(store.getState())

  function load(): Promise<void> {
    if (!pending) {
      pending = run(epoch.signal)
      store.begin()
    }
    return pending
  }

  async function run(signal: AbortSignal): Promise<void> {
    // Read before the request: a 204 takes the hint cookie away.
    const hint = readHint(environment)
    const answer = await options.request(signal).catch((error: unknown) => {
      if (error instanceof AuthError) return error
      throw error
    })
    // Whoever waited for a discarded request waits for its successor.
    if (signal.aborted) return pending
    pending = undefined
    if (answer instanceof AuthError) store.fail(answer)
    else store.accept(answer, hint)
  }

  function discard(): void {
    epoch.abort()
    epoch = new AbortController()
    pending = undefined
  }

  const tabs = createCrossTab(options.channel, (message) => {
    if (message.type === 'session') void compare(message.key)
    else if (store.getState().status !== 'unauthenticated') endQuietly('other_tab')
  })

  async function compare(key: string | null): Promise<void> {
    // An answer under way may be older than the one the other tab got.
    await pending
    if (key === keyOf(store.getState())) return
    // Quietly: two tabs that told each other of every answer might never stop.
    isQuiet = true
    await load()
    isQuiet = false
  }

  function endQuietly(reason: 'user' | 'other_tab'): void {
    discard()
    isQuiet = true
    store.end(reason)
    isQuiet = false
  }

  store.on('change', () => {
    const key = keyOf(store.getState())
    if (key === undefined || key === known) return
    known = key
    if (!isQuiet) tabs.tell({ type: 'session', key })
  })

  function start(): () => void {
    if (!environment.page) return () => {}
    if (options.channel) tabs.open()
    const stop = revalidate(store, load, environment, options)
    return () => {
      stop()
      tabs.close()
    }
  }

  return {
    load,
    discard,
    retain() {
      rest ??= start()
      retainers++
      let isHeld = true
      return () => {
        if (isHeld && --retainers === 0) {
          rest?.()
          rest = undefined
        }
        isHeld = false
      }
    },
    signOut() {
      endQuietly('user')
      tabs.tell({ type: 'signed_out' })
    },
    destroy() {
      discard()
      rest?.()
      rest = () => {}
      // Never counted down again, so nothing starts again.
      retainers = Number.POSITIVE_INFINITY
    },
  }
}

// What tabs compare: the times differ with every answer, and nobody need ask again for those.
function keyOf<U>({ status, session }: SessionState<U>): string | null | undefined {
  if (session) return JSON.stringify([session.user, session.connections])
  return status === 'unauthenticated' ? null : undefined
}
