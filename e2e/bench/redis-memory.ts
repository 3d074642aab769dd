import { once } from 'node:events'
import { connect } from 'node:net'

/** What a Redis holds in memory, in MiB, by its own account. */
export async function redisMemoryMb(redisUrl: string): Promise<number> {
  const { hostname, port } = new URL(redisUrl)
  const socket = connect(Number(port), hostname).setEncoding('utf8')
  await once(socket, 'connect')
  // An inline command, and one after which Redis closes: no client library is needed to read to the end.
  socket.write('INFO memory\r\nQUIT\r\n')
  const answer = (await socket.toArray()).join('')
  const [, bytes] = /^used_memory:(\d+)/m.exec(answer) ?? []
  if (bytes === undefined) throw new Error(`Redis does not say how much it holds: ${answer.slice(0, 200)}`)
  return Number(bytes) / 1024 / 1024
}
