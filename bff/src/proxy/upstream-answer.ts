import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { Dispatcher } from 'undici'
import type { SessionAccess } from '../session/access.ts'
import { DrainClock } from './drain-clock.ts'
import type { StepUp } from './step-up.ts'

/** How an upstream call went: its answer was passed on, or it is a 401 that waits for a decision. */
type AnswerOutcome = 'sent' | 'held'

interface AnswerOptions {
  readonly res: ServerResponse
  /** What the browser is answered: a status, and a header list for `writeHead`. */
  readonly toHead: (received: AnswerHead) => { status: number; headers: string[] }
  /** `hold` keeps a 401 back, so that the call can be repeated with another token. */
  readonly unauthorized: 'hold' | 'pass'
  /** Judges whether a 401 asks for another authentication of the session's person. */
  readonly stepUp: StepUp
  readonly session: SessionAccess
  /** How long the browser may leave unread what was written, in milliseconds. */
  readonly readWithinMs: number
}

/** The head of an upstream's answer, as it came. */
export interface AnswerHead {
  readonly status: number
  readonly headers: IncomingHttpHeaders
}

/**
 * An event stream, which names no length, may be silent for long: its head must not wait for the first
 * event. A body that came in the same packet has been written by the next tick, and both leave together.
 */
function flushHead(res: ServerResponse): void {
  if (!res.writableEnded && !res.destroyed) res.flushHeaders()
}

/** What came of an answer although it is paused: an upstream that closes delivers the rest at once. */
interface HeldAnswer {
  readonly head: AnswerHead
  readonly chunks: Buffer[]
  isComplete: boolean
}

/**
 * Passes one upstream answer on to the browser as it arrives, without buffering: a slow reader pauses
 * the upstream, a reader that leaves cancels it, and an upstream that breaks off breaks the answer.
 *
 * @see RFC 9112 section 8
 */
export class UpstreamAnswer implements Dispatcher.DispatchHandler {
  /** Settles once: when the answer is sent whole or held. Rejects with what broke it, or what takes its place. */
  readonly outcome: Promise<AnswerOutcome>
  readonly #options: AnswerOptions
  #resolve: (outcome: AnswerOutcome) => void = () => {}
  #reject: (error: Error) => void = () => {}
  #controller: Dispatcher.DispatchController | undefined
  #held: HeldAnswer | undefined
  #failure: Error | undefined
  #drain: DrainClock | undefined

  constructor(options: AnswerOptions) {
    this.#options = options
    this.outcome = this.#settled()
    options.res.on('close', this.#onClientClose)
  }

  /** Of the answer that is held. */
  get heldHead(): AnswerHead | undefined {
    return this.#held?.head
  }

  /** Passes the held answer on after all. */
  async release(): Promise<void> {
    const held = this.#held
    if (!held) throw new TypeError('only a held answer can be released')
    this.#held = undefined
    if (this.#failure) throw this.#failure
    const sent = this.#settled()
    this.#writeHead(held.head)
    for (const chunk of held.chunks) this.#options.res.write(chunk)
    if (held.isComplete) this.#finish()
    else this.#controller?.resume()
    await sent
  }

  /** Drops a held answer, for another one to take its place; one that is sent stays as it is. */
  discard(): void {
    this.#options.res.off('close', this.#onClientClose)
    this.#controller?.abort(new Error('the answer is not needed'))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#options.res.destroyed) this.#onClientClose()
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    // Interim answers are for this hop: the browser's connection has its own.
    if (status < 200) return
    if (status === 401 && this.#refuses(headers)) return
    if (status === 401 && this.#options.unauthorized === 'hold') {
      this.#held = { head: { status, headers }, chunks: [], isComplete: false }
      controller.pause()
      this.#resolve('held')
      return
    }
    this.#writeHead({ status, headers })
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#held) {
      this.#held.chunks.push(chunk)
      return
    }
    if (this.#options.res.write(chunk)) return
    controller.pause()
    this.#drain ??= new DrainClock(this.#options.res, this.#options.readWithinMs)
    this.#drain.onceDrained(() => controller.resume())
  }

  onResponseEnd(): void {
    if (this.#held) this.#held.isComplete = true
    else this.#finish()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#failure = error
    this.#reject(error)
  }

  #settled(): Promise<AnswerOutcome> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  /** Another token would meet the same challenge: nothing is renewed for it, and the answer goes no further. */
  #refuses(headers: IncomingHttpHeaders): boolean {
    const { stepUp, session } = this.#options
    const refusal = stepUp.refusalOf(session, headers['www-authenticate'])
    if (!refusal) return false
    this.#reject(refusal)
    this.discard()
    return true
  }

  #writeHead(received: AnswerHead): void {
    const { res, toHead } = this.#options
    const { status, headers } = toHead(received)
    res.writeHead(status, headers)
    if (received.headers['content-length'] === undefined) process.nextTick(flushHead, res)
  }

  #finish(): void {
    // The connection's own end is near, and must cancel nothing then.
    this.#controller = undefined
    this.#options.res.end()
    this.#resolve('sent')
  }

  readonly #onClientClose = (): void => {
    this.#controller?.abort(new Error('the client went away'))
  }
}
