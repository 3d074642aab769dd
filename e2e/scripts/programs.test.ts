import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findProgram, missingProgram } from './programs.mjs'

const folder = mkdtempSync(join(tmpdir(), 'programs-'))
afterAll(() => rmSync(folder, { recursive: true }))

function aProgram(name: string, mode = 0o755): string {
  const file = join(folder, name)
  writeFileSync(file, '#!/bin/sh\n')
  chmodSync(file, mode)
  return file
}

describe('findProgram', () => {
  it('finds a program on the PATH', () => {
    const file = aProgram('redis-server')

    expect(findProgram('redis', { PATH: `/nowhere:${folder}` })).toBe(file)
  })

  it('prefers the place its variable names', () => {
    const file = aProgram('my-redis')

    expect(findProgram('redis', { PATH: folder, REDIS_SERVER: file })).toBe(file)
  })

  it('does not look elsewhere when its variable names a place that has none', () => {
    aProgram('redis-server')

    expect(findProgram('redis', { PATH: folder, REDIS_SERVER: join(folder, 'absent') })).toBeUndefined()
  })

  it('passes over a file that cannot be executed', () => {
    const file = aProgram('plain-file', 0o644)

    expect(findProgram('redis', { REDIS_SERVER: file })).toBeUndefined()
  })
})

describe('missingProgram', () => {
  it('says how to install it', () => {
    expect(missingProgram('chromium', {})).toMatch(/^Chromium was not found \(.*apt-get install chromium/)
  })

  it('says that its variable is wrong', () => {
    expect(missingProgram('redis', { REDIS_SERVER: '/absent' })).toContain('REDIS_SERVER points at /absent')
  })
})
