import { randomUUID } from 'node:crypto'
import { apiRequest } from './api-request.ts'
import type { Contender } from './contender.ts'
import { sendRequest } from './send-request.ts'
import type { Upstream } from './upstream.ts'
import { bodyOf, type Workload } from './workload.ts'

/**
 * Proves that a variant does the work it will be timed at: the right answer, byte for byte, the session's own token at
 * the upstream, and no cookie there.
 *
 * @throws {Error} says what is wrong.
 */
export async function verifyContender(
  contender: Contender,
  workload: Workload,
  upstream: Pick<Upstream, 'received'>,
): Promise<void> {
  const { cookies, tokens } = contender.seeded
  const [first = '', last = first] = [cookies.at(0), cookies.at(-1)]
  const seen = new Set<string>()
  for (const cookie of new Set([first, last])) {
    seen.add(await verifySession(contender, { workload, cookie }, upstream))
  }
  if (seen.size < Math.min(tokens.size, cookies.length, 2)) {
    throw new Error(`${contender.name} forwards one token for two sessions`)
  }
}

/** @returns the token that was forwarded. */
async function verifySession(
  { name, server, seeded }: Contender,
  { workload, cookie }: { workload: Workload; cookie: string },
  upstream: Pick<Upstream, 'received'>,
): Promise<string> {
  const id = randomUUID()
  const { status, body } = await sendRequest(server.origin, apiRequest(workload, cookie, `?verify=${id}`))
  if (status !== 200)
    throw new Error(`${name} answers ${workload.name} with ${status}: ${body.slice(0, 500)}`)
  if (body !== bodyOf(workload.answerBytes)) throw new Error(`${name} changes the answer of ${workload.name}`)

  const received = await upstream.received(id)
  const [scheme, token = ''] = received.authorization.split(' ')
  if (scheme !== 'Bearer' || !seeded.tokens.has(token))
    throw new Error(`${name} forwards no token of its sessions`)
  if (received.cookie !== '') throw new Error(`${name} forwards the browser's cookies`)
  return token
}
