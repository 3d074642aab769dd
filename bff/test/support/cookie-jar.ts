import { parseSetCookie } from 'cookie'

/** A cookie as a browser keeps it. */
export interface KeptCookie {
  name: string
  value: string
  httpOnly: boolean
  secure: boolean
  sameSite: 'strict' | 'lax' | 'none'
  path: string
  /** Epoch milliseconds; undefined for a cookie of the browser session. */
  expiresAt: number | undefined
}

/** What decides which cookies go along with a request. */
export interface CookieRequest {
  /** The request was started by another site. */
  isCrossSite: boolean
  /** The address bar changes by it, and its method is safe. */
  isTopLevelGet: boolean
}

type ParsedCookie = ReturnType<typeof parseSetCookie>

/** The cookies of one origin, kept by the rules of rfc6265bis and of the `__Host-Http-` prefix. */
export class CookieJar {
  readonly #isHttps: boolean
  readonly #now: () => number
  readonly #cookies = new Map<string, KeptCookie>()
  /** `Set-Cookie` lines that a browser would not take. */
  readonly rejected: string[] = []

  constructor(origin: string, now: () => number) {
    this.#isHttps = origin.startsWith('https:')
    this.#now = now
  }

  store(line: string): void {
    const parsed = parseSetCookie(line)
    if (!this.#isAcceptable(parsed)) {
      this.rejected.push(line)
      return
    }
    const { name, value = '', maxAge, expires } = parsed
    const expiresAt = maxAge === undefined ? expires?.getTime() : this.#now() + maxAge * 1000
    if (expiresAt !== undefined && expiresAt <= this.#now()) {
      this.#cookies.delete(name)
      return
    }
    const { httpOnly = false, secure = false, path = '/' } = parsed
    const sameSite = parsed.sameSite === 'strict' || parsed.sameSite === 'none' ? parsed.sameSite : 'lax'
    this.#cookies.set(name, { name, value, httpOnly, secure, sameSite, path, expiresAt })
  }

  /** The `Cookie` header of a request; undefined when no cookie goes along. */
  header({ isCrossSite, isTopLevelGet }: CookieRequest): string | undefined {
    const sent = this.all().filter(({ sameSite }) => {
      if (!isCrossSite || sameSite === 'none') return true
      return sameSite === 'lax' && isTopLevelGet
    })
    return sent.length === 0 ? undefined : sent.map(({ name, value }) => `${name}=${value}`).join('; ')
  }

  all(): KeptCookie[] {
    for (const [name, { expiresAt }] of this.#cookies) {
      if (expiresAt !== undefined && expiresAt <= this.#now()) this.#cookies.delete(name)
    }
    return [...this.#cookies.values()]
  }

  get(name: string): KeptCookie | undefined {
    return this.all().find((cookie) => cookie.name === name)
  }

  /** Puts a cookie in that no answer has set; one that goes along from everywhere, unless told otherwise. */
  plant(name: string, value: string, sameSite: KeptCookie['sameSite'] = 'lax'): void {
    const kept = { httpOnly: true, secure: this.#isHttps, path: '/', expiresAt: undefined }
    this.#cookies.set(name, { ...kept, name, value, sameSite })
  }

  #isAcceptable({ name, httpOnly, secure, path, domain, sameSite }: ParsedCookie): boolean {
    if (secure && !this.#isHttps) return false
    if (sameSite === 'none' && !secure) return false
    const isHost = Boolean(secure) && path === '/' && domain === undefined
    if (name.startsWith('__Host-Http-')) return isHost && Boolean(httpOnly)
    return name.startsWith('__Host-') ? isHost : true
  }
}
