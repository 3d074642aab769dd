import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

/** Stands in front of a server and passes bytes on, as late as it is told. */
export class DelayingProxy {
  /** How late answers come, in milliseconds; applies to what arrives from now on. */
  delayMs = 0
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(targetPort: number) {
    this.#server = createServer((client) => this.#join(client, connect(targetPort, '127.0.0.1')))
  }

  static async start(targetPort: number): Promise<DelayingProxy> {
    const proxy = new DelayingProxy(targetPort)
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening')
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #join(client: Socket, server: Socket): void {
    // Bytes keep their order, whatever happens to the delay in between.
    let earlier = Promise.resolve()
    server.on('data', (chunk: Buffer) => {
      const due = pause(this.delayMs)
      earlier = earlier.then(() => due).then(() => void (client.writable && client.write(chunk)))
    })
    client.pipe(server)
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        this.#sockets.delete(socket)
        other.destroy()
      })
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
