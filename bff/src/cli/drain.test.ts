import { once } from 'node:events'
import { Agent, createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { drain } from './drain.ts'

const NEVER_MS = 60_000

let server: Server
const agent = new Agent({ keepAlive: true })

afterEach(() => {
  agent.destroy()
  server.closeAllConnections()
})

describe('drain', () => {
  it('closes connections that wait for a next request', async () => {
    server = await serve((_req, res) => res.end('done'))
    await readAll(await call())

    expect(await drain(server, NEVER_MS)).toBe('finished')
  })

  it('waits for an answer under way and leaves no connection open behind it', async () => {
    let finish = () => {}
    server = await serve((_req, res) => {
      res.write('be')
      finish = () => res.end('gun')
    })
    const response = await call()

    const drained = drain(server, NEVER_MS)
    finish()

    expect(await readAll(response)).toBe('begun')
    expect(await drained).toBe('finished')
  })

  it('cuts an answer that does not end within the limit', async () => {
    server = await serve((_req, res) => res.write('forever'))
    const response = await call()
    const broken = once(response.resume(), 'error')

    const outcome = await drain(server, 1)

    expect(outcome).toBe('cut')
    await broken
  })
})

async function serve(listener: (req: IncomingMessage, res: ServerResponse) => void): Promise<Server> {
  const listening = createServer(listener)
  await once(listening.listen(0, '127.0.0.1'), 'listening')
  return listening
}

async function call(): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo
  const [response] = (await once(get({ port, agent }), 'response')) as [IncomingMessage]
  return response
}

async function readAll(response: IncomingMessage): Promise<string> {
  return (await response.toArray()).join('')
}
