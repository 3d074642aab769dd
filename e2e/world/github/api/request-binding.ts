import type { Request } from 'express'

/** A typed value that one middleware leaves on a request for the ones after it. */
export interface RequestBinding<T> {
  set(req: Request, value: T): void
  /** @throws {Error} No middleware has set it: a route is mounted in the wrong place. */
  read(req: Request): T
}

/** Creates a binding; a typed `res.locals`. */
export function createRequestBinding<T extends object>(name: string): RequestBinding<T> {
  const values = new WeakMap<Request, T>()
  return {
    set: (req, value) => {
      values.set(req, value)
    },
    read: (req) => {
      const value = values.get(req)
      if (!value) throw new Error(`no middleware has set the ${name} of ${req.originalUrl}`)
      return value
    },
  }
}
