import { createClient } from 'redis'

/** Sends one command on a connection of its own. */
export async function ask(url: string, command: string[]): Promise<unknown> {
  const client = createClient({ url, socket: { reconnectStrategy: false } })
  // A failure reaches the caller; without a listener it would also end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return await client.sendCommand(command)
  } finally {
    client.destroy()
  }
}
