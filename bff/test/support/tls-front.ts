import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import type { TestCertificate } from './test-certificate.ts'

/** TLS in front of a server of plain http. */
export interface TlsFront {
  origin: string
  /** Fingerprint of the client certificate of each connection so far; undefined where none was shown. */
  shown: (string | undefined)[]
}

/** Opens TLS on 127.0.0.1 before a port; it asks for a client certificate and takes any. Ends with the test. */
export async function startTlsFront(port: number, { cert, key }: TestCertificate): Promise<TlsFront> {
  const shown: TlsFront['shown'] = []
  const open = new Set<TLSSocket>()
  const server = createServer({ cert, key, requestCert: true, rejectUnauthorized: false }, (socket) => {
    open.add(socket)
    shown.push(socket.getPeerX509Certificate()?.fingerprint256)
    const inner = connect(port, '127.0.0.1')
    socket.on('error', () => inner.destroy()).on('close', () => inner.destroy())
    inner.on('error', () => socket.destroy())
    socket.pipe(inner).pipe(socket)
  }).listen(0, '127.0.0.1')
  // What breaks off in the handshake has nobody to tell.
  server.on('tlsClientError', () => undefined)
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return { origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, shown }
}
