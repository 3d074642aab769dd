import type { RequestHandler, Response } from 'express'

/** A stream of events that a test writes while clients read it. */
export interface EventFeed {
  /** Answers one reader: its missed events, then the others as they are published. */
  serve: RequestHandler
  /** Sends an event to every reader; its id is its place, counted from 1. */
  publish(data: string): void
  /** Ends every reader's answer, properly or in the middle of it. */
  dismiss(how: 'end' | 'cut'): void
  /** How many are reading now. */
  readers(): number
  /** Back to no events and no readers. */
  reset(): void
}

/** How soon a reader comes back, which it is told; browsers wait seconds otherwise. */
const RETRY_MS = 50

/**
 * Creates a feed without events.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function createEventFeed(): EventFeed {
  const events: string[] = []
  const readers = new Set<Response>()

  function dismiss(how: 'end' | 'cut'): void {
    for (const reader of readers) {
      if (how === 'end') reader.end()
      else reader.destroy()
    }
    readers.clear()
  }

  return {
    dismiss,
    readers: () => readers.size,
    serve(req, res) {
      const lastId = Number(req.get('Last-Event-ID') ?? 0)
      res.type('text/event-stream').write(`retry: ${RETRY_MS}\n\n`)
      events.slice(lastId).forEach((data, index) => {
        res.write(toEvent(data, lastId + index + 1))
      })
      readers.add(res)
      res.once('close', () => readers.delete(res))
    },
    publish(data) {
      events.push(data)
      for (const reader of readers) reader.write(toEvent(data, events.length))
    },
    reset() {
      dismiss('end')
      events.length = 0
    },
  }
}

function toEvent(data: string, id: number): string {
  return `id: ${id}\ndata: ${data}\n\n`
}
