import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig } from './load-config.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coatcheck-config-'))
})

afterEach(() => rm(folder, { recursive: true }))

describe('loadConfig', () => {
  it.each([
    ['coatcheck.config.ts', 'const port: number = 1\nexport default { listen: { port } }'],
    ['coatcheck.config.js', 'export default { listen: { port: 1 } }'],
    ['coatcheck.config.mjs', 'export default { listen: { port: 1 } }'],
    ['coatcheck.config.json', '{ "listen": { "port": 1 } }'],
  ])('finds %s by itself', async (name, text) => {
    await writeFile(join(folder, name), text)

    const loaded = await loadConfig(undefined, folder)

    expect(loaded).toEqual({ file: { path: join(folder, name), name }, input: { listen: { port: 1 } } })
  })

  it('loads the file it is given', async () => {
    await writeFile(join(folder, 'other.json'), '{ "a": 1 }')

    const loaded = await loadConfig('other.json', folder)

    expect(loaded.input).toEqual({ a: 1 })
  })

  it('lists the names it looked for', async () => {
    await expect(loadConfig(undefined, folder)).rejects.toThrow(
      'coatcheck.config.ts, coatcheck.config.js, coatcheck.config.mjs, coatcheck.config.json',
    )
  })

  it.each([
    ['missing.ts', undefined, 'there is no such file'],
    ['no-default.mjs', 'export const config = {}', 'has no default export'],
    ['throws.mjs', "throw new Error('the config says no')", 'the config says no'],
    ['syntax.ts', 'export default {', 'cannot be loaded'],
    ['broken.json', '{ "a": 1 "b": 2 }', 'is not valid JSON, see line 1 column 10'],
  ])('says what is wrong with %s', async (name, text, reason) => {
    if (text !== undefined) await writeFile(join(folder, name), text)

    const failure = await loadConfig(name, folder).catch((error: unknown) => String(error))

    expect(failure).toContain(`1 problem in ${name}\n`)
    expect(failure).toContain(reason)
  })

  it('does not quote broken JSON, which may hold a secret', async () => {
    await writeFile(join(folder, 'broken.json'), '{ "clientSecret": "canary" oops }')

    const failure = await loadConfig('broken.json', folder).catch((error: unknown) => String(error))

    expect(failure).not.toContain('canary')
  })
})
