import { createServer, type Server } from 'node:http'

/** A listening server without a request handler yet. */
export interface LoopbackListener {
  server: Server
  port: number
  /** `http://127.0.0.1:<port>`. */
  url: string
  /** Stops listening and cuts every open connection, those of hanging requests included. */
  close(): Promise<void>
}

/**
 * Listens on 127.0.0.1, never on an outside interface: an emulator lets anybody sign in as anybody.
 *
 * The handler is attached later, because the apps need to know the port to build their URLs.
 *
 * @param port 0 takes any free port.
 */
export async function listenOnLoopback(port: number): Promise<LoopbackListener> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the listener has no TCP address')
  return {
    server,
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
