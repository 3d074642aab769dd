import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { findFreePort } from '../world/free-port.ts'
import { PEOPLE } from '../world/seed.ts'

const SCRIPT = fileURLToPath(new URL('./demo.ts', import.meta.url))

describe('the demo', () => {
  it('ends its start with the URL to open, and on Ctrl-C everything', async () => {
    const demo = startDemo({ PORT: String(await findFreePort()) })
    await expect.poll(demo.output, { timeout: 20_000 }).toContain('Open ')

    const [, url = ''] = /Open (\S+)\n/.exec(demo.output()) ?? []
    const page = await fetch(url)
    demo.child.kill('SIGINT')
    const [exitCode] = await once(demo.child, 'close')

    expect(page.status).toBe(200)
    expect(demo.output()).toContain(PEOPLE[0]?.name)
    expect(demo.output().trimEnd().split('\n').at(-1)).toBe(`  Open ${url}`)
    expect(exitCode).toBe(0)
    await expect(fetch(url)).rejects.toThrow()
  })

  it('gives the reason and no stack trace when the BFF does not start', async () => {
    const demo = startDemo({ PORT: String(await findFreePort()), GITHUB_CLIENT_ID: 'Iv1.without-secret' })
    const [exitCode] = await once(demo.child, 'close')

    expect(exitCode).toBe(1)
    expect(demo.output()).toContain('GITHUB_CLIENT_SECRET')
    expect(demo.output()).not.toMatch(/^\s+at /m)
  })
})

function startDemo(settings: Record<string, string>): { child: ChildProcess; output: () => string } {
  const { PATH = '', HOME = '' } = process.env
  // What is set here, empty or not, wins over the `.env` a developer may have.
  const noRealProviders = { GITHUB_CLIENT_ID: '', GITHUB_CLIENT_SECRET: '', GOOGLE_CLIENT_ID: '' }
  const child = spawn(process.execPath, [SCRIPT], { env: { PATH, HOME, ...noRealProviders, ...settings } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  }
  return { child, output: () => output }
}
