import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { NOON } from './a-session.ts'
import { closeTabs } from './a-tab.ts'
import { type BffServer, startBffServer } from './bff-server.ts'

/**
 * Runs a file's tests against one listening server, each with fresh answers, at noon.
 *
 * Timers and the clock stand still until a test moves them; sockets do not notice.
 */
export function withBff(): { readonly bff: BffServer } {
  let bff: BffServer
  beforeAll(async () => {
    bff = await startBffServer()
  })
  beforeEach(() => {
    bff.session = null
    bff.redirectTo = null
    bff.answers.clear()
    bff.arrived.length = 0
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: NOON })
  })
  afterEach(() => {
    closeTabs()
    vi.useRealTimers()
  })
  afterAll(() => bff.close())
  return {
    get bff() {
      return bff
    },
  }
}
