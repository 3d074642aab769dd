import { clusterAccess } from './cluster-access.ts'
import { connectMaster } from './connect-master.ts'
import { connectServer, type ServerClient } from './connect-server.ts'
import { CONNECT_TIMEOUT_MS } from './redis-client-settings.ts'
import type { RedisClusterOptions, RedisOptions } from './redis-options.ts'
import { within } from './within.ts'

/** What to do with the messages of each channel. */
type Channels = Readonly<Record<string, (message: string) => void>>

/**
 * Connects for listening. In a cluster any node does, because messages reach all of them.
 *
 * @throws {Error} nothing can be connected to, nothing answers in time, or the user has no right to listen.
 */
export async function connectSubscriber(options: RedisOptions, channels: Channels): Promise<ServerClient> {
  const client = await connect(options)
  try {
    await within(CONNECT_TIMEOUT_MS, subscribe(client, channels))
    return client
  } catch (error) {
    client.destroy()
    throw error
  }
}

async function subscribe(client: ServerClient, channels: Channels): Promise<void> {
  for (const [channel, listener] of Object.entries(channels)) await client.subscribe(channel, listener)
}

function connect(options: RedisOptions): Promise<ServerClient> {
  switch (options.type) {
    case 'redis':
      return connectServer({ tls: options.tls }, { url: options.url })
    case 'redis-sentinel':
      return connectMaster(options)
    case 'redis-cluster':
      return connectAnyNode(options)
  }
}

async function connectAnyNode(options: RedisClusterOptions): Promise<ServerClient> {
  let cause: unknown
  for (const url of options.nodes) {
    try {
      return await connectServer(clusterAccess(options), { url })
    } catch (error) {
      cause = error
    }
  }
  throw new Error('no node of the cluster answers', { cause })
}
