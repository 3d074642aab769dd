import type { ServerResponse } from 'node:http'

/**
 * Waits for a browser to take what was written, and cuts the connection when it does not in time: a reader
 * that does not read would hold the upstream's connection and a place of its session for ever, as undici's
 * own clock stands still while an answer is paused. One for each answer, with one timer for all its waits.
 */
export class DrainClock {
  readonly #res: ServerResponse
  readonly #limitMs: number
  #timer: NodeJS.Timeout | undefined
  #isWaiting = false

  /** @param limitMs For what is in the buffers, a few hundred kilobytes at most. */
  constructor(res: ServerResponse, limitMs: number) {
    this.#res = res
    this.#limitMs = limitMs
  }

  /** Goes on as soon as everything written has been taken. */
  onceDrained(goOn: () => void): void {
    this.#isWaiting = true
    if (this.#timer) this.#timer.refresh()
    else this.#start()
    this.#res.once('drain', () => {
      this.#isWaiting = false
      goOn()
    })
  }

  #start(): void {
    this.#timer = setTimeout(() => {
      if (this.#isWaiting) this.#res.destroy()
    }, this.#limitMs)
    this.#res.once('close', () => clearTimeout(this.#timer))
  }
}
