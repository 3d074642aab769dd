import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request the provider got. */
export interface ProviderCall {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: string
  /** The body read as a form. */
  form: URLSearchParams
}

/** What the provider answers. */
export interface ProviderAnswer {
  status: number
  headers?: Record<string, string>
  body?: string
}

/** Changes an honest answer, which has taken effect at the provider already. */
export type Interference = (
  honest: ProviderAnswer,
  call: ProviderCall,
) => ProviderAnswer | Promise<ProviderAnswer>

/** Answers of one path that stand still until a test lets them go. */
export interface Hold {
  /** Resolves when a call has come in and taken effect. */
  arrived: Promise<void>
  release(): void
}

/** An authorization server on loopback: it enforces what the real one does, until told to misbehave. */
export abstract class TestProvider {
  /** Every request, in order. */
  readonly calls: ProviderCall[] = []
  readonly #interferences = new Map<string, Interference>()
  readonly #server = createServer(async (req, res) => {
    const call = await toCall(req)
    this.calls.push(call)
    const honest = await this.route(call)
    const interference = this.#interferences.get(call.path)
    const { status, headers = {}, body = '' } = interference ? await interference(honest, call) : honest
    res.writeHead(status, headers).end(body)
  })

  /** The honest answer. */
  protected abstract route(call: ProviderCall): ProviderAnswer | Promise<ProviderAnswer>

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  callsTo(path: string): ProviderCall[] {
    return this.calls.filter((call) => call.path === path)
  }

  /** Misbehaves at one path from now on; without an interference it is honest again. */
  interfere(path: string, interference?: Interference): void {
    if (interference) this.#interferences.set(path, interference)
    else this.#interferences.delete(path)
  }

  /** Answers one path with a status and nothing of use. */
  failWith(path: string, status: number, headers: Record<string, string> = {}): void {
    this.interfere(path, () => ({ status, headers, body: 'out of order' }))
  }

  hold(path: string): Hold {
    const gate = createGate()
    const arrival = createGate()
    this.interfere(path, async (honest) => {
      arrival.open()
      await gate.opened
      return honest
    })
    return {
      arrived: arrival.opened,
      release: () => {
        this.interfere(path)
        gate.open()
      },
    }
  }
}

/** A JSON answer. */
export function jsonAnswer(status: number, body: unknown): ProviderAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** Changes members of an honest JSON answer; `undefined` removes one. */
export function withMembers(members: Record<string, unknown>): Interference {
  return (honest) => jsonAnswer(honest.status, { ...JSON.parse(honest.body ?? '{}'), ...members })
}

/** Something to wait for that a test lets happen. */
export function createGate(): { opened: Promise<void>; open: () => void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

async function toCall(req: IncomingMessage): Promise<ProviderCall> {
  const url = new URL(req.url ?? '/', 'http://provider.invalid')
  const body = await text(req)
  return {
    method: req.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: req.headers,
    body,
    form: new URLSearchParams(body),
  }
}
