import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { cpuSecondsByProcess, residentMb } from './process-usage.ts'

const isLinux = process.platform === 'linux'

const cpuSeconds = (pid: number) =>
  [...cpuSecondsByProcess(pid).values()].reduce((sum, seconds) => sum + seconds, 0)

describe.runIf(isLinux)('cpuSecondsByProcess', () => {
  it('counts what this process does', () => {
    const before = cpuSeconds(process.pid)
    const { user, system } = process.cpuUsage()
    const spent = () => {
      const now = process.cpuUsage()
      return now.user + now.system - user - system
    }

    while (spent() < 100_000);

    expect(cpuSeconds(process.pid) - before).toBeGreaterThan(0.09)
  })

  it('counts what a child does', async () => {
    const parent = spawn('sh', ['-c', 'sh -c "while :; do :; done" & echo on; wait'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    })
    const { pid } = parent
    if (pid === undefined) throw new Error('sh could not be started')
    await once(parent.stdout, 'data')

    try {
      await expect.poll(() => cpuSeconds(pid), { timeout: 20_000 }).toBeGreaterThan(0.1)
    } finally {
      process.kill(-pid)
    }
  })
})

it.runIf(isLinux)('residentMb is about what Node says of itself', () => {
  const { rss } = process.memoryUsage()

  expect(residentMb(process.pid) / (rss / 1024 / 1024)).toBeCloseTo(1, 0)
})
