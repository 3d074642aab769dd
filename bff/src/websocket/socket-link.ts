import type { WebSocket } from 'ws'
import { Pulse } from './pulse.ts'
import { relay } from './relay.ts'
import { BROWSER_LOST, closeSocket, passedOn, type SocketClose, UPSTREAM_LOST } from './socket-close.ts'

/** Two open connections to join. */
interface Ends {
  readonly browser: WebSocket
  /** Paused, so that nothing is lost before it is joined. */
  readonly upstream: WebSocket
}

interface LinkOptions {
  readonly pingSeconds: number
  readonly idleSeconds: number
  /** Called for each message of the browser. */
  readonly onUse: () => void
}

const IDLE: SocketClose = { code: 1001, reason: 'idle' }

/** How long an end may take to answer that we close; a session's end must be over within a second. */
const CLOSE_LIMIT_MS = 900

/** A browser's WebSocket and an upstream's, joined: what one says the other hears, to the way it closes. */
export class SocketLink {
  /** Resolves when both are closed, with the code the browser's ended with. */
  readonly closed: Promise<number>
  readonly #ends: Ends
  readonly #beat: NodeJS.Timeout
  readonly #idle: NodeJS.Timeout
  #limit: NodeJS.Timeout | undefined

  constructor(ends: Ends, { pingSeconds, idleSeconds, onUse }: LinkOptions) {
    const { browser, upstream } = ends
    this.#ends = ends
    this.#idle = setTimeout(() => this.end(IDLE), idleSeconds * 1000)
    this.#beat = startBeat([new Pulse(browser), new Pulse(upstream)], pingSeconds)

    relay(upstream, browser, () => this.#idle.refresh())
    relay(browser, upstream, () => {
      this.#idle.refresh()
      onUse()
    })
    passCloseOn(upstream, browser, UPSTREAM_LOST)
    passCloseOn(browser, upstream, BROWSER_LOST)
    this.closed = this.#bothClosed()
    upstream.resume()
  }

  /** Ends both sides for a reason that is neither's. What they still say is not passed on. */
  end(close: SocketClose): void {
    if (this.#limit) return
    const { browser, upstream } = this.#ends
    this.#limit = setTimeout(() => {
      browser.terminate()
      upstream.terminate()
    }, CLOSE_LIMIT_MS)
    closeSocket(browser, close)
    closeSocket(upstream, BROWSER_LOST)
  }

  async #bothClosed(): Promise<number> {
    const { browser, upstream } = this.#ends
    const [code] = await Promise.all([closeOf(browser), closeOf(upstream)])
    clearInterval(this.#beat)
    clearTimeout(this.#idle)
    clearTimeout(this.#limit)
    return code
  }
}

function startBeat(pulses: readonly Pulse[], seconds: number): NodeJS.Timeout {
  const beat = () => {
    for (const pulse of pulses) pulse.beat()
  }
  // Once what has arrived is read: a busy process must not take its own delay for the other end's.
  return setInterval(() => setImmediate(beat), seconds * 1000)
}

function passCloseOn(from: WebSocket, to: WebSocket, lost: SocketClose): void {
  // One that breaks the rules is told so by ws; the other one need not wait until it has answered.
  from.on('error', () => closeSocket(to, lost))
  from.once('close', (code, reason) => closeSocket(to, passedOn(code, reason, lost)))
}

function closeOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.once('close', resolve)
  })
}
