import { createClient } from 'redis'
import { type Access, CONNECT_TIMEOUT_MS, clientSettings } from './redis-client-settings.ts'
import { within } from './within.ts'

/** Where a server listens. */
type ServerAddress = { url: string } | { host: string; port: number }

/** A client of one server, which gives up when its connection is lost. */
export type ServerClient = ReturnType<typeof serverClient>

/**
 * Connects within a time limit that counts the greeting too: a frozen server, or a proxy in front
 * of a dead one, takes connections and then says nothing.
 *
 * @param greet What else belongs to being connected.
 */
export async function connectServer(
  access: Access,
  address: ServerAddress,
  greet: (client: ServerClient) => Promise<void> = async () => {},
): Promise<ServerClient> {
  const client = serverClient(access, address)
  // The same failure rejects connect(); without a listener it would also end the process.
  client.on('error', () => {})
  try {
    await within(
      CONNECT_TIMEOUT_MS,
      client.connect().then(() => greet(client)),
    )
    return client
  } catch (error) {
    client.destroy()
    throw error
  }
}

function serverClient(access: Access, address: ServerAddress) {
  const settings = clientSettings(access)
  const { url, ...place } = 'url' in address ? address : { ...address, url: undefined }
  const socket = { ...settings.socket, ...place, reconnectStrategy: false as const }
  return createClient({ ...settings, ...(url !== undefined && { url }), socket })
}
