/** A function as V8 names it in a CPU profile. */
export interface ProfiledFunction {
  functionName: string
  /** Of its script; empty for what is part of the engine or of Node's native code. */
  url: string
}

/** What the time of a proxy goes into, in the order it is reported in. */
export const PROFILE_PARTS = [
  'writing to sockets and files',
  'node:http',
  'the rest of Node: streams, timers, events',
  'undici',
  'the proxy itself',
  'sessions and tokens',
  'the log',
  'Redis client',
  'regular expressions',
  'garbage collection on the main thread',
  'the engine, and what has no name',
] as const

/** One of {@link PROFILE_PARTS}. */
export type ProfilePart = (typeof PROFILE_PARTS)[number]

/** By what a script's address contains; the first that fits decides. */
const BY_SCRIPT: readonly (readonly [string, ProfilePart])[] = [
  ['/undici/', 'undici'],
  ['wasm', 'undici'],
  ['/pino/', 'the log'],
  ['/sonic-boom/', 'the log'],
  ['/bff/dist/batched-output', 'the log'],
  ['/bff/dist/logger', 'the log'],
  ['/bff/dist/request-context', 'the log'],
  ['/@redis/', 'Redis client'],
  ['/connect-redis/', 'Redis client'],
  ['/bff/dist/session/', 'sessions and tokens'],
  ['/bff/dist/', 'the proxy itself'],
  ['/bench/servers/', 'the proxy itself'],
  ['node:_http', 'node:http'],
  ['node:http', 'node:http'],
  ['node:', 'the rest of Node: streams, timers, events'],
]

const WRITES = /^(?:write\w*|shutdown)$/

/** Says what a function's time counts as; undefined for time that nobody used. */
export function partOf({ functionName, url }: ProfiledFunction): ProfilePart | undefined {
  if (functionName === '(idle)') return undefined
  if (functionName === '(garbage collector)') return 'garbage collection on the main thread'
  if (functionName.startsWith('RegExp:')) return 'regular expressions'
  if (url === '' && WRITES.test(functionName)) return 'writing to sockets and files'
  const [, part] = BY_SCRIPT.find(([piece]) => url.includes(piece)) ?? []
  return part ?? 'the engine, and what has no name'
}
