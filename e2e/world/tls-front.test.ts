import { createServer, type RequestListener } from 'node:http'
import { get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createCertificate } from './certificate.ts'
import { type Cleanup, createCleanup } from './cleanup.ts'
import { openTlsFront } from './tls-front.ts'

const HOST = 'app.example.test'
const certificate = await createCertificate([HOST])
let cleanup: Cleanup = createCleanup()

afterEach(async () => {
  await cleanup.run()
  cleanup = createCleanup()
})

describe('openTlsFront', () => {
  it('passes requests on unchanged, with a certificate its authority vouches for', async () => {
    const front = await openFrontTo((req, res) => res.end(JSON.stringify(req.headers)))

    const { body } = await request(front.port)

    expect(JSON.parse(body)).toEqual({ host: `${HOST}:${front.port}`, connection: 'close' })
  })

  it('is not trusted without the authority', async () => {
    const front = await openFrontTo((_req, res) => res.end())

    await expect(request(front.port, [])).rejects.toThrow('certificate')
  })

  it('cuts the client off when the server behind breaks in the middle of an answer', async () => {
    const front = await openFrontTo((_req, res) => {
      res.writeHead(200, { 'content-length': '100' }).write('half', () => res.destroy())
    })

    await expect(request(front.port)).rejects.toThrow('aborted')
  })

  it('refuses connections while nothing stands behind it', async () => {
    const front = await openTlsFront(certificate)
    cleanup.add(front.close)

    await expect(request(front.port)).rejects.toThrow()
  })
})

async function openFrontTo(listener: RequestListener): Promise<{ port: number }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanup.add(async () => server.close())
  const front = await openTlsFront(certificate)
  cleanup.add(front.close)
  front.forwardTo((server.address() as AddressInfo).port)
  return front
}

function request(port: number, ca: string | string[] = certificate.ca): Promise<{ body: string }> {
  const options = { host: '127.0.0.1', servername: HOST, port, agent: false, ca } as const
  return new Promise((resolve, reject) => {
    get({ ...options, headers: { host: `${HOST}:${port}` } }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text) => {
        body += text
      })
      response.once('end', () => resolve({ body })).once('error', reject)
    }).once('error', reject)
  })
}
