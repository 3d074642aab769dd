/** A call of the load, and who makes it. */
export interface LoadCall {
  kind: 'session' | 'proxied'
  /** Subject at the provider; undefined for somebody who is not signed in and only asks who is. */
  subject: string | undefined
}

/** An answer as it came over the wire. */
export interface WireAnswer {
  status: number
  retryAfter: string | undefined
  /** The answer sets or clears a cookie. */
  setsCookie: boolean
  text: string
}

/** `unavailable` is the one honest way out while the store is away. */
export type Judgement = 'right' | 'unavailable' | 'wrong'

/** Judges an answer: the person's own data, an honest 503 that keeps the cookie, or wrong. */
export function judgeAnswer({ kind, subject }: LoadCall, answer: WireAnswer): Judgement {
  if (answer.setsCookie) return 'wrong'
  // Who has no cookie has nothing to lose in the store, so its absence is no excuse.
  if (subject === undefined) return answer.status === 204 ? 'right' : 'wrong'
  const body = readJson(answer.text)
  if (answer.status === 503) return isStoreUnavailable(body, answer.retryAfter) ? 'unavailable' : 'wrong'
  if (answer.status !== 200) return 'wrong'
  const whose = kind === 'session' ? readPath(body, ['user', 'id']) : readPath(body, ['subject'])
  return whose === (kind === 'session' ? `github:${subject}` : subject) ? 'right' : 'wrong'
}

function isStoreUnavailable(body: unknown, retryAfter: string | undefined): boolean {
  return readPath(body, ['code']) === 'session_store_unavailable' && /^[1-9]\d*$/.test(retryAfter ?? '')
}

function readPath(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[name] : undefined,
    value,
  )
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
