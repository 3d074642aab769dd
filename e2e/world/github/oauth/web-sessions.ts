import type { Request, Response } from 'express'
import { randomText } from '../random-text.ts'

/** A browser that visits the web pages, and who is signed in there. */
export interface WebSession {
  /** Proves that a form was rendered for this browser. */
  readonly authenticityToken: string
  /** The signed-in account; absent until one is chosen. */
  login?: string
}

/** The signed-in browsers, kept by an opaque cookie. */
export interface WebSessions {
  /** Reads the browser's session, or begins one and sets its cookie. */
  read(req: Request, res: Response): WebSession
  reset(): void
}

/** Cookies ignore ports, so the name must not meet those of other servers on the same host. */
const COOKIE = 'emulated_github_session'

/**
 * Creates the session store.
 *
 * @param isSecure Whether browsers reach the pages over https.
 */
export function createWebSessions(isSecure: boolean): WebSessions {
  const sessions = new Map<string, WebSession>()
  return {
    read: (req, res) => {
      const existing = sessions.get(cookieOf(req) ?? '')
      if (existing) return existing
      const id = randomText(40)
      const session: WebSession = { authenticityToken: randomText(40) }
      sessions.set(id, session)
      res.cookie(COOKIE, id, { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' })
      return session
    },
    reset: () => sessions.clear(),
  }
}

function cookieOf(req: Request): string | undefined {
  const pairs = (req.headers.cookie ?? '').split('; ').map((pair) => pair.split('='))
  return pairs.find(([name]) => name === COOKIE)?.[1]
}
