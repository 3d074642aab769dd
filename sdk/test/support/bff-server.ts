import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PROBLEM_TYPE, type Problem, type ProblemCode, type WireSession } from '../../src/wire.ts'

/** How the server answers one call. */
export type Answer = (req: IncomingMessage, res: ServerResponse) => void

/** A listening server that speaks the BFF's contract, as far as the SDK can tell. */
export interface BffServer {
  origin: string
  /** What `GET /bff/session` answers with; null is 204. */
  session: WireSession | null
  /** Where `POST /bff/logout` sends the browser. */
  redirectTo: string | null
  /** Replaces the answer of every call whose path starts with the key; the first match counts. */
  answers: Map<string, Answer>
  /** Calls that arrived, as `GET /bff/session`. */
  arrived: string[]
  /** Headers of the latest call. */
  headers: IncomingMessage['headers']
  /** Keeps answers back. @returns Lets them go. */
  hold(): () => void
  close(): Promise<void>
}

/** Starts the server on a free port. */
export async function startBffServer(): Promise<BffServer> {
  let gate: Promise<void> | undefined
  const http = createServer((req, res) => {
    bff.arrived.push(`${req.method} ${req.url}`)
    bff.headers = req.headers
    // The session as of now: an answer that is held back stays what it was.
    const answer = answerFor(bff, req, structuredClone(bff.session))
    if (gate) void gate.then(() => answer(req, res))
    else answer(req, res)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))

  const bff: BffServer = {
    origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    session: null,
    redirectTo: null,
    answers: new Map(),
    arrived: [],
    headers: {},
    hold() {
      let release = () => {}
      gate = new Promise((resolve) => {
        release = resolve
      })
      return () => {
        gate = undefined
        release()
      }
    },
    close() {
      http.closeAllConnections()
      return new Promise((resolve) => http.close(() => resolve()))
    },
  }
  return bff
}

function answerFor(bff: BffServer, req: IncomingMessage, session: WireSession | null): Answer {
  const { method, url = '' } = req
  const replaced = [...bff.answers].find(([path]) => url.startsWith(path))
  if (replaced) return replaced[1]
  if (req.headers['x-csrf'] !== '1') return problem(403, 'csrf')
  if (method === 'GET' && url === '/bff/session') return session ? json(200, session) : empty
  if (method === 'POST' && url === '/bff/logout') {
    bff.session = null
    return json(200, { redirectTo: bff.redirectTo })
  }
  if (method === 'DELETE' && bff.session) {
    const connections = bff.session.connections.filter(({ provider }) => !url.endsWith(`/${provider}`))
    bff.session = { ...bff.session, connections }
    return json(200, bff.session)
  }
  return url.startsWith('/api/') ? json(200, { url }) : problem(404, 'route_not_found')
}

/** Answers with JSON, as an upstream would. */
export function json(status: number, body: unknown): Answer {
  return (_req, res) =>
    void res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** Answers with one of the BFF's problems. */
export function problem(status: number, code: ProblemCode, details: Partial<Problem> = {}): Answer {
  const body = { type: PROBLEM_TYPE + code, title: code, status, code, requestId: 'req-1', ...details }
  return (_req, res) =>
    void res.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body))
}

/** Ends the connection without an answer, as a server that is being restarted does. */
export const hangUp: Answer = (req) => void req.socket.destroy()

const empty: Answer = (_req, res) => void res.writeHead(204).end()
