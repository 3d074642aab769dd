import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { type Judgement, judgeAnswer, type LoadCall, type WireAnswer } from './judge-answer.ts'

/** Somebody who keeps calling. */
export interface Caller {
  /** Where the calls go. */
  origin: string
  /** `Cookie` header; undefined for somebody who is not signed in. */
  cookie: string | undefined
  /** Subject at the provider; goes with the cookie. */
  subject: string | undefined
}

/** One call and what became of it. Times in milliseconds of the monotonic clock. */
export interface CallRecord {
  startedAt: number
  tookMs: number
  /** Status, or the code of the error that came instead of one. */
  code: string
  judgement: Judgement
  isAnonymous: boolean
  /** What a wrong answer said, for the person who looks into it. */
  evidence?: string
}

const TICK_MS = 10
/** Far above any bound: longer and the call counts as one that never ended. */
const PATIENCE_MS = 10_000
const PATHS = { session: '/bff/session', proxied: '/api/github/user' } as const

/**
 * Calls at a fixed rate, whether or not earlier calls were answered: an answer that is slow holds up
 * no later call, so a hang cannot hide itself.
 */
export class SteadyLoad {
  readonly records: CallRecord[] = []
  readonly #callers: readonly Caller[]
  readonly #intervalMs: number
  readonly #pending = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  #sent = 0

  constructor(callers: readonly Caller[], callsPerSecondEach: number) {
    this.#callers = callers
    this.#intervalMs = 1000 / (callers.length * callsPerSecondEach)
  }

  /** Calls for as long as the work takes, and waits for the calls that are under way then. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#start()
    try {
      return await work()
    } finally {
      clearInterval(this.#timer)
      await Promise.all(this.#pending)
    }
  }

  #start(): void {
    const startedAt = performance.now()
    this.#timer = setInterval(() => {
      const due = Math.floor((performance.now() - startedAt) / this.#intervalMs)
      while (this.#sent < due) this.#send(this.#sent++)
    }, TICK_MS)
  }

  #send(index: number): void {
    const caller = this.#callers[index % this.#callers.length]
    if (!caller) throw new RangeError('a load needs callers')
    // Each caller takes turns: a session read, a proxied call.
    const turn = Math.floor(index / this.#callers.length)
    const kind = caller.subject === undefined || turn % 2 === 0 ? 'session' : 'proxied'
    const call = callOnce(caller, kind).then((record) => {
      this.records.push(record)
      this.#pending.delete(call)
    })
    this.#pending.add(call)
  }
}

/** Makes one call and judges its answer. Never rejects: what goes wrong is the record. */
export async function callOnce(caller: Caller, kind: LoadCall['kind']): Promise<CallRecord> {
  const { subject } = caller
  const startedAt = performance.now()
  const rest = () => ({
    startedAt,
    tookMs: performance.now() - startedAt,
    isAnonymous: subject === undefined,
  })
  try {
    const answer = await send(caller, PATHS[kind])
    const judgement = judgeAnswer({ kind, subject }, answer)
    const record = { ...rest(), code: String(answer.status), judgement }
    return judgement === 'wrong' ? { ...record, evidence: `${kind}: ${answer.text.slice(0, 200)}` } : record
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return { ...rest(), code, judgement: 'wrong', evidence: `${kind}: ${String(error)}` }
  }
}

async function send({ origin, cookie }: Caller, path: string): Promise<WireAnswer> {
  const outgoing = request(origin + path, {
    // A connection of its own: one that the other side has just closed would be the client's mistake.
    agent: false,
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { 'x-csrf': '1', 'sec-fetch-site': 'same-origin', ...(cookie === undefined ? {} : { cookie }) },
  })
  outgoing.end()
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  const text = (await buffer(incoming)).toString()
  return {
    status: incoming.statusCode ?? 0,
    retryAfter: incoming.headers['retry-after'],
    setsCookie: incoming.headers['set-cookie'] !== undefined,
    text,
  }
}
