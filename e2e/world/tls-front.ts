import { type AddressInfo, connect, type Socket } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import type { Certificate } from './certificate.ts'

/** A TLS terminator before a loopback server. */
export interface TlsFront {
  port: number
  /** Starts passing connections on; one that comes before is cut. */
  forwardTo(port: number): void
  close(): Promise<void>
}

const HOST = '127.0.0.1'

/**
 * Opens a front that takes TLS off and passes the bytes on, like a load balancer in TCP mode: it adds no
 * header, so whoever is behind it learns its public origin from its configuration alone.
 *
 * The port comes first and the target later, because the servers behind need to know the public port.
 */
export async function openTlsFront({ cert, key }: Certificate): Promise<TlsFront> {
  let targetPort: number | undefined
  const connections = new Set<TLSSocket>()
  const server = createServer({ cert, key }, (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
    if (targetPort === undefined) socket.destroy()
    else join(socket, connect(targetPort, HOST))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, HOST, resolve)
  })

  return {
    port: (server.address() as AddressInfo).port,
    forwardTo: (port) => {
      targetPort = port
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of connections) socket.destroy()
      }),
  }
}

function join(outside: TLSSocket, inside: Socket): void {
  outside.pipe(inside).pipe(outside)
  // A browser that leaves takes the connection behind along; there is nobody to report it to.
  outside.once('close', () => inside.destroy()).on('error', () => inside.destroy())
  inside.on('error', () => outside.destroy())
}
