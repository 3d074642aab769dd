const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const NONE: ReadonlySet<string> = new Set()

/**
 * Whether a header concerns one connection only and is never passed on.
 *
 * @param name In lower case.
 * @see RFC 9110 section 7.6.1
 */
export function isHopByHop(name: string): boolean {
  return HOP_BY_HOP.has(name)
}

/**
 * Reads the further header names a `Connection` header declares to be for this connection only.
 *
 * @returns Names in lower case; options that name no header are among them and do no harm.
 * @see RFC 9110 section 7.6.1
 */
export function connectionOptions(connection: string | string[] | undefined): ReadonlySet<string> {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return NONE
  return new Set(
    String(connection)
      .toLowerCase()
      .split(',')
      .map((option) => option.trim()),
  )
}
