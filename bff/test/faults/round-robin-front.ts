import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

const PROBE_EVERY_MS = 100
const PROBE_PATH = '/bff/health/ready'

/**
 * A load balancer reduced to what a rolling restart needs: calls go round those origins that say
 * they are ready, and on to the next when nobody listens. Nothing is ever sent twice.
 */
export class RoundRobinFront {
  readonly #server = createServer((req, res) => void this.#forward(req, res))
  readonly #ready = new Map<string, boolean>()
  readonly #probing = new AbortController()
  #turn = 0

  static async start(): Promise<RoundRobinFront> {
    const front = new RoundRobinFront()
    await once(front.#server.listen(0, '127.0.0.1'), 'listening')
    void front.#probe()
    return front
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Sends calls there as soon as it says that it is ready. */
  add(origin: string): void {
    this.#ready.set(origin, false)
  }

  remove(origin: string): void {
    this.#ready.delete(origin)
  }

  /** How many origins get calls now. */
  get width(): number {
    return [...this.#ready.values()].filter(Boolean).length
  }

  close(): void {
    this.#probing.abort()
    this.#server.closeAllConnections()
    this.#server.close()
  }

  async #probe(): Promise<void> {
    while (!this.#probing.signal.aborted) {
      for (const origin of this.#ready.keys()) {
        const isReady = await isReadyAt(origin)
        if (this.#ready.has(origin)) this.#ready.set(origin, isReady)
      }
      await pause(PROBE_EVERY_MS, undefined, { signal: this.#probing.signal }).catch(() => {})
    }
  }

  async #forward(req: IncomingMessage, res: ServerResponse): Promise<void> {
    for (const origin of this.#inTurn()) {
      try {
        const answer = await send(origin, req)
        res.writeHead(answer.statusCode ?? 0, answer.headers)
        answer.pipe(res)
        return
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED')) {
          return void res.writeHead(502).end(String(error))
        }
        this.#ready.set(origin, false)
      }
    }
    res.writeHead(502).end('nobody is ready')
  }

  #inTurn(): string[] {
    const ready = [...this.#ready].filter(([, isReady]) => isReady).map(([origin]) => origin)
    const first = this.#turn++ % Math.max(1, ready.length)
    return [...ready.slice(first), ...ready.slice(0, first)]
  }
}

async function isReadyAt(origin: string): Promise<boolean> {
  const answer = await fetch(origin + PROBE_PATH).catch(() => undefined)
  await answer?.body?.cancel()
  return answer?.ok ?? false
}

async function send(origin: string, { method = 'GET', url = '/', headers }: IncomingMessage) {
  // The load has no bodies, and each call a connection of its own.
  const outgoing = request(origin + url, {
    method,
    headers: { ...headers, connection: 'close' },
    agent: false,
  })
  outgoing.end()
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  return answer
}
