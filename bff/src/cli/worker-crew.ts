import cluster, { type Worker } from 'node:cluster'
import type { Logger } from '../logger.ts'
import { CommandFailure } from './command-failure.ts'

/** A worker that ends sooner than this is not replaced at once: what ends it would end the next one too. */
const SHORT_LIFE_MS = 10_000
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000

/**
 * Worker processes that serve on one port. One that ends unasked is replaced; nobody's session is lost
 * with it, because sessions are in the store that all of them share.
 */
export class WorkerCrew {
  /** Rejects when the first workers end before any of them serves: then the next ones would too. */
  readonly failed: Promise<never>
  readonly #log: Logger
  readonly #alive = new Set<Worker>()
  readonly #ended: Promise<void>
  #fail: (error: CommandFailure) => void = () => {}
  #allEnded: () => void = () => {}
  #hasServed = false
  #isStopping = false
  #shortLives = 0

  constructor(size: number, log: Logger) {
    this.#log = log
    this.failed = new Promise((_resolve, reject) => {
      this.#fail = reject
    })
    this.#ended = new Promise((resolve) => {
      this.#allEnded = resolve
    })
    for (let count = 0; count < size; count++) this.#fork()
  }

  /** Asks all of them to finish what they are at. Resolves when the last one has ended. */
  async stop(): Promise<void> {
    this.#isStopping = true
    if (this.#alive.size === 0) return
    for (const worker of this.#alive) worker.process.kill('SIGTERM')
    await this.#ended
  }

  #fork(): void {
    const startedAt = performance.now()
    const worker = cluster.fork()
    this.#alive.add(worker)
    worker.once('listening', () => {
      this.#hasServed = true
    })
    worker.once('exit', (code, signal) => {
      this.#alive.delete(worker)
      if (!this.#isStopping) this.#replace(performance.now() - startedAt, { code, signal })
      else if (this.#alive.size === 0) this.#allEnded()
    })
  }

  #replace(livedMs: number, how: { code: number; signal: string }): void {
    if (!this.#hasServed) {
      this.#fail(new CommandFailure('no worker could start; the reason is said above'))
      return
    }
    this.#shortLives = livedMs < SHORT_LIFE_MS ? this.#shortLives + 1 : 0
    const pauseMs =
      this.#shortLives === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#shortLives - 1))
    this.#log.error({ ...how, pauseMs }, 'a worker has ended, and is replaced')
    setTimeout(() => {
      if (!this.#isStopping) this.#fork()
    }, pauseMs)
  }
}
