import type { Request } from 'express'
import { BffError } from '../errors.ts'
import type { SignedIn } from './session-data.ts'
import { SessionConflict } from './stores/session-store.ts'

const MAX_ATTEMPTS = 5

/**
 * Writes the session that {@link regenerateSession} made. express-session does not notice this
 * write and would make it again when the answer ends; by then the session may have been ended,
 * and must not come back.
 */
export async function saveNewSession(req: Request): Promise<void> {
  await saveSession(req)
  Object.defineProperty(req.session, 'save', {
    value: (done?: (error?: unknown) => void) => done?.(),
    enumerable: false,
  })
}

/** Gives the request a new session with a new id; the old record is gone. */
export function regenerateSession(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.regenerate((error: unknown) => (error ? reject(error) : resolve()))
  })
}

/**
 * Changes the session. When somebody else has written it since it was read, it is read again and
 * the change made again, so that no update is lost.
 *
 * @param change Pure; yields the record without its new version.
 * @throws {BffError} `unauthenticated` (401): the session has ended meanwhile, and stays ended.
 */
export async function updateSession(req: Request, change: (signedIn: SignedIn) => SignedIn): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { signedIn } = req.session
    if (!signedIn) throw ended()
    req.session.signedIn = { ...change(signedIn), version: signedIn.version + 1 }
    try {
      await saveSession(req)
      return
    } catch (error) {
      if (!(error instanceof SessionConflict) || attempt === MAX_ATTEMPTS) throw error
      await reloadSession(req)
    }
  }
}

function saveSession(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.save((error: unknown) => (error ? reject(error) : resolve()))
  })
}

function reloadSession(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.reload((error: unknown) => {
      if (!error) resolve()
      else reject(error instanceof BffError ? error : ended())
    })
  })
}

function ended(): BffError {
  return new BffError('unauthenticated', 'The session has ended; sign in again.')
}
