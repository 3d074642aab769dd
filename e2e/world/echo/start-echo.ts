import express, { type Express, json, type RequestHandler } from 'express'
import { listenOnLoopback } from '../loopback-listener.ts'
import { createRequestLog, type RequestLog } from '../request-log.ts'
import { type EchoSockets, serveEchoSockets } from './echo-sockets.ts'
import { createEventFeed, type EventFeed } from './event-feed.ts'

/** A small API with one of everything that clients speak: JSON, ETags, a stream of events, WebSockets. */
export interface EchoApi {
  /** Loopback port. */
  port: number
  /** Calls over HTTP. */
  requests: RequestLog<'echo'>
  /** What `GET /events` streams. */
  feed: EventFeed
  /** What `/socket` opens. */
  sockets: EchoSockets
  /** Back to an empty log, no events and no connections. */
  reset(): void
  close(): Promise<void>
}

/**
 * Starts the API. It serves whoever brings a token of a provider, and says nothing of that token.
 *
 * @param isIssued Whether a provider has handed a token out.
 */
export async function startEcho(isIssued: (token: string) => boolean): Promise<EchoApi> {
  const listener = await listenOnLoopback(0)
  const requests = createRequestLog<'echo'>()
  const feed = createEventFeed()
  const isAuthorized = (authorization = '') => isIssued(authorization.replace(/^Bearer /, ''))
  const sockets = serveEchoSockets(listener.server, '/socket', isAuthorized)
  listener.server.on('request', createEchoApp({ requests, feed, isAuthorized }))

  const reset = () => {
    requests.reset()
    feed.reset()
    sockets.reset()
  }
  return {
    port: listener.port,
    requests,
    feed,
    sockets,
    reset,
    close: async () => {
      reset()
      await listener.close()
    },
  }
}

interface EchoDeps {
  requests: RequestLog<'echo'>
  feed: EventFeed
  isAuthorized: (authorization: string | undefined) => boolean
}

function createEchoApp({ requests, feed, isAuthorized }: EchoDeps): Express {
  const app = express()
  app.use(
    requests.record(() => 'echo'),
    (req, res, next) => {
      if (isAuthorized(req.headers.authorization)) next()
      else res.status(401).json({ message: 'Bad credentials' })
    },
  )
  // Express gives a GET its ETag, and answers 304 to a client that has it.
  app.all('/mirror', json(), mirror)
  app.get('/events', feed.serve)
  app.get('/unsteady', (_req, res) => {
    const isFirst = requests.count({ path: '/unsteady' }) === 1
    if (isFirst) res.status(503).set('Retry-After', '1').json({ message: 'Try again' })
    else res.json({ message: 'Here you are' })
  })
  return app
}

const mirror: RequestHandler = ({ method, query, body = null }, res) => {
  res.status(method === 'POST' ? 201 : 200).json({ method, query, body })
}
