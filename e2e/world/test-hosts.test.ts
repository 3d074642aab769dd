import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const PRELOAD = new URL('./test-hosts.ts', import.meta.url).href
const run = promisify(execFile)

describe('test-hosts', () => {
  it.each([
    ['app.example.test', '127.0.0.1'],
    ['accounts.other.test', '127.0.0.1'],
    ['localhost.invalid', 'ENOTFOUND'],
    ['example.test.invalid', 'ENOTFOUND'],
  ])('resolves %s to %s', async (host, expected) => {
    expect(
      await lookup(`dns.lookup('${host}', (error, address) => console.log(error?.code ?? address))`),
    ).toBe(expected)
  })

  it('gives a list to whoever asks for all addresses', async () => {
    const answer = await lookup(
      `dns.lookup('app.example.test', { all: true }, (_error, list) => console.log(JSON.stringify(list)))`,
    )

    expect(JSON.parse(answer)).toEqual([{ address: '127.0.0.1', family: 4 }])
  })

  it('applies to fetch', async () => {
    const server = createServer((_req, res) => res.end('hello'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo

    const answer = await lookup(`console.log(await (await fetch('http://app.example.test:${port}/')).text())`)
    server.close()

    expect(answer).toBe('hello')
  })
})

async function lookup(script: string): Promise<string> {
  const args = ['--import', PRELOAD, '--input-type=module', '-e', `import dns from 'node:dns'\n${script}`]
  return (await run(process.execPath, args)).stdout.trim()
}
