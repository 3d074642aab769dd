import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { stringifySetCookie } from 'cookie'
import { z } from 'zod'
import { dpopKeySchema } from '../oauth/dpop-key.ts'
import type { RecordCipher } from './record-cipher.ts'
import { type CookieProfile, requestCookies } from './session-cookie.ts'
import { storageKey } from './storage-key.ts'
import type { RecordStore } from './stores/record-store.ts'

const TTL_SECONDS = 10 * 60

/** Logins one browser may have under way; the oldest makes room. Bounds cookies and records alike. */
const MAX_PER_BROWSER = 6

const transactionSchema = z.strictObject({
  kind: z.enum(['login', 'connect']),
  provider: z.string(),
  issuer: z.string(),
  redirectUri: z.string(),
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  dpopKey: dpopKeySchema.optional(),
  /** The answer comes by a form that another site posts, which brings no Lax cookie. */
  isAnsweredByPost: z.boolean(),
  /** Scopes asked for, in the names the configuration uses. */
  scopes: z.array(z.string()),
  returnTo: z.string(),
  /** Seconds; when asked for, `auth_time` must not be older. */
  maxAge: z.int().optional(),
  /** When asked for, the ID token must name one of them. */
  acrValues: z.array(z.string()).optional(),
  /** Names the BroadcastChannel of a popup login. */
  popup: z.string().optional(),
  /** The session the browser was in when this began. */
  startedFrom: z.string().optional(),
  /** A login that brings no refresh token may be repeated, asking for consent; never twice, and never when nobody may be asked. */
  mayRepeat: z.boolean(),
})

/** What a callback needs to know of the request it answers; single use, ten minutes. */
export type LoginTransaction = z.output<typeof transactionSchema>

interface CookieLife {
  /** Seconds. */
  maxAge: number
  sameSite: 'lax' | 'none'
}

const EXPIRED: CookieLife = { maxAge: 0, sameSite: 'lax' }

/** A pending login that a callback has found, not yet taken. */
export interface PendingLogin {
  transaction: LoginTransaction
  cookieName: string
  cookieValue: string
}

/**
 * Remembers pending logins, each bound to the browser by a cookie of its own: parallel
 * logins in two tabs do not disturb each other, and somebody else's browser has no part in them.
 *
 * @see RFC 9700 sections 2.1 and 4.7
 */
export class LoginTransactions {
  readonly #records: RecordStore
  readonly #cipher: RecordCipher
  readonly #profile: CookieProfile
  readonly #now: () => number

  constructor(deps: {
    records: RecordStore
    cipher: RecordCipher
    profile: CookieProfile
    now: () => number
  }) {
    this.#records = deps.records
    this.#cipher = deps.cipher
    this.#profile = deps.profile
    this.#now = deps.now
  }

  /**
   * Stores the transaction and gives the browser its cookie.
   *
   * @param replaces State of the transaction this one follows upon; it is used up and takes no room.
   */
  async begin(
    req: IncomingMessage,
    res: ServerResponse,
    transaction: LoginTransaction,
    replaces?: string,
  ): Promise<void> {
    const cookieValue = newCookieValue(this.#now())
    const sealed = this.#cipher.seal(JSON.stringify(transaction), sealContext(cookieValue))
    await this.#records.create(recordKey(cookieValue), sealed, TTL_SECONDS * 1000)
    await this.#evictOldest(req, res, replaces === undefined ? undefined : this.#cookieName(replaces))

    const sameSite = transaction.isAnsweredByPost ? 'none' : 'lax'
    this.#setCookie(res, this.#cookieName(transaction.state), cookieValue, { maxAge: TTL_SECONDS, sameSite })
  }

  /**
   * Finds the transaction this `state` belongs to, without using it up.
   *
   * @returns undefined for a state that is unknown, expired, used, or pending in another browser.
   */
  async find(req: IncomingMessage, state: string): Promise<PendingLogin | undefined> {
    const cookieName = this.#cookieName(state)
    const found = requestCookies(req).filter((cookie) => cookie.name === cookieName)
    const cookieValue = found.length === 1 ? found[0]?.value : undefined
    if (!cookieValue) return undefined

    const sealed = await this.#records.read(recordKey(cookieValue))
    const transaction = this.#open(sealed, cookieValue)
    return transaction?.state === state ? { transaction, cookieName, cookieValue } : undefined
  }

  /**
   * Uses the transaction up and expires its cookie. Of many copies of one callback, one gets it.
   *
   * @returns undefined when another copy was faster.
   */
  async take(res: ServerResponse, pending: PendingLogin): Promise<LoginTransaction | undefined> {
    const sealed = await this.#records.take(recordKey(pending.cookieValue))
    this.#setCookie(res, pending.cookieName, '', EXPIRED)
    return this.#open(sealed, pending.cookieValue)
  }

  async #evictOldest(req: IncomingMessage, res: ServerResponse, usedUp: string | undefined): Promise<void> {
    const pending = requestCookies(req)
      .filter(({ name }) => name.startsWith(this.#profile.loginPrefix) && name !== usedUp)
      .sort((a, b) => startedAt(a.value) - startedAt(b.value))
    const evicted = pending.slice(0, Math.max(0, pending.length - MAX_PER_BROWSER + 1))
    for (const cookie of evicted) this.#setCookie(res, cookie.name, '', EXPIRED)
    await this.#records.remove(evicted.map((cookie) => recordKey(cookie.value)))
  }

  #open(sealed: string | undefined, cookieValue: string): LoginTransaction | undefined {
    const json = sealed && this.#cipher.open(sealed, sealContext(cookieValue))
    return json ? transactionSchema.safeParse(JSON.parse(json)).data : undefined
  }

  /** The name tells two pending logins apart and nothing else; the value is the secret. */
  #cookieName(state: string): string {
    return this.#profile.loginPrefix + storageKey(state).slice(0, 12)
  }

  /**
   * Lax, because the callback is a navigation that another site starts; Strict would withhold it. None where that
   * navigation is a POST: that browsers let young Lax cookies pass with one is nothing to build on (rfc6265bis).
   */
  #setCookie(res: ServerResponse, name: string, value: string, life: CookieLife): void {
    const { secure } = this.#profile
    res.appendHeader(
      'Set-Cookie',
      stringifySetCookie({ name, value, path: '/', httpOnly: true, secure, ...life }),
    )
  }
}

/** A secret, behind the second it was made in: the oldest of several is told by it. */
function newCookieValue(now: number): string {
  return `${Math.floor(now / 1000).toString(36)}.${randomBytes(32).toString('base64url')}`
}

/** The whole value is the secret, so that a cookie with anything changed opens nothing. */
function sealContext(cookieValue: string) {
  return { kind: 'login-transaction', holder: cookieValue, provider: '' } as const
}

function recordKey(cookieValue: string): string {
  return `login:${storageKey(cookieValue)}`
}

function startedAt(cookieValue: string): number {
  const seconds = Number.parseInt(cookieValue.split('.', 1)[0] ?? '', 36)
  return Number.isNaN(seconds) ? 0 : seconds
}
