import { connectServer, type ServerClient } from './connect-server.ts'
import type { RedisSentinelOptions } from './redis-options.ts'

/** How long a master that was replaced may be believed in, in milliseconds. */
const ASK_SENTINELS_EVERY_MS = 2_000

/**
 * Asks the Sentinels where the master is, and connects to it.
 *
 * node-redis has a Sentinel client of its own; it holds commands back until a failover is over and
 * sends them then, long after they were answered with 503, and polls without a pause meanwhile.
 *
 * @throws {Error} no Sentinel answers, or none knows a master of that name.
 * @see https://redis.io/docs/latest/develop/reference/sentinel-clients/
 */
export async function connectMaster(options: RedisSentinelOptions): Promise<ServerClient> {
  const address = await findMaster(options)
  const client = await connectServer(options, address, assertMaster)
  leaveWhenReplaced(client, address, options)
  return client
}

/** A master cut off from its Sentinels goes on serving what is no longer true; theirs is the word. */
function leaveWhenReplaced(client: ServerClient, address: Address, options: RedisSentinelOptions): void {
  const timer = setInterval(async () => {
    // Sentinels that do not answer are no reason to leave a master that does.
    const { host, port } = await findMaster(options).catch(() => address)
    if (host !== address.host || port !== address.port) client.destroy()
  }, ASK_SENTINELS_EVERY_MS)
  timer.unref()
  client.once('error', () => clearInterval(timer))
  client.once('end', () => clearInterval(timer))
}

/** The first Sentinel that knows a master is believed. */
async function findMaster(options: RedisSentinelOptions): Promise<Address> {
  let cause: unknown
  for (const sentinel of options.sentinels) {
    try {
      return await askSentinel(sentinel, options)
    } catch (error) {
      cause = error
    }
  }
  throw new Error('no Sentinel names a master', { cause })
}

interface Address {
  host: string
  port: number
}

async function askSentinel(sentinel: Address, options: RedisSentinelOptions): Promise<Address> {
  let master: unknown
  const access = { password: options.sentinelPassword, tls: options.tls }
  const client = await connectServer(access, sentinel, async (connected) => {
    master = await connected.sendCommand(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', options.name])
  })
  client.destroy()
  if (!Array.isArray(master)) throw new Error('this Sentinel knows no master of that name')
  const [host, port] = master
  return { host: String(host), port: Number(port) }
}

/** A Sentinel may name a server that is not, or no longer, a master; what is written there is lost. */
async function assertMaster(client: ServerClient): Promise<void> {
  const [role] = await client.sendCommand<unknown[]>(['ROLE'])
  if (role !== 'master') throw new Error('the server is not a master')
}
