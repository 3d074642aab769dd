import type { Page } from '@playwright/test'

/** What a script of the app sees of an answer. */
export interface ScriptAnswer {
  status: number
  contentType: string
  headers: Record<string, string>
  body: string
}

/** A call that a script of the page makes. */
export interface ScriptCall {
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** The header that proves a call to come from a script of the app. */
export const CSRF = { 'x-csrf': '1' } as const

/**
 * Calls a path of the app's origin the way a script of the page does.
 *
 * @param call Default: a GET with the CSRF header.
 */
export function callBff(page: Page, path: string, call: ScriptCall = {}): Promise<ScriptAnswer> {
  const { method = 'GET', headers = CSRF, body } = call
  const init = { method, headers, ...(body !== undefined && { body }) }
  return page.evaluate(
    async ([url, wanted]) => {
      const response = await fetch(url, wanted)
      return {
        status: response.status,
        contentType: response.headers.get('content-type') ?? '',
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      }
    },
    [path, init] as const,
  )
}

/** Reads the session as the app would; undefined when nobody is signed in. */
export async function readSession(page: Page): Promise<SessionBody | undefined> {
  const { status, body } = await callBff(page, '/bff/session')
  return status === 200 ? (JSON.parse(body) as SessionBody) : undefined
}

/** The fields of `GET /bff/session` that tests look at. */
export interface SessionBody {
  user: { id: string; name?: string }
  connections: { provider: string; accountId: string }[]
}
