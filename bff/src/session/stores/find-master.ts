import { CONNECT_TIMEOUT_MS, type ServerClient, serverClient } from './redis-client-settings.ts'
import type { RedisSentinelOptions } from './redis-options.ts'
import { within } from './within.ts'

/** Where a server listens. */
interface Address {
  host: string
  port: number
}

/**
 * Asks the Sentinels, one after the other, where the master is; the first that knows is believed.
 *
 * @throws {AggregateError} none of them answers, or none knows a master of that name.
 */
export async function findMaster(options: RedisSentinelOptions): Promise<Address> {
  const failures: unknown[] = []
  for (const sentinel of options.sentinels) {
    try {
      return await askSentinel(sentinel, options)
    } catch (error) {
      failures.push(error)
    }
  }
  throw new AggregateError(failures, 'no Sentinel names a master', { cause: failures[0] })
}

async function askSentinel(sentinel: Address, options: RedisSentinelOptions): Promise<Address> {
  const client = serverClient({ password: options.sentinelPassword, tls: options.tls }, sentinel)
  // The same failure rejects connect(); without a listener it would also end the process.
  client.on('error', () => {})
  try {
    return await within(CONNECT_TIMEOUT_MS, readMaster(client, options.name))
  } finally {
    client.destroy()
  }
}

async function readMaster(client: ServerClient, name: string): Promise<Address> {
  await client.connect()
  const reply = await client.sendCommand<unknown>(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name])
  if (!Array.isArray(reply)) throw new Error('this Sentinel knows no master of that name')
  const [host, port] = reply
  return { host: String(host), port: Number(port) }
}
