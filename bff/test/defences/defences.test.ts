import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DEFENCES } from './defences.ts'
import { assertOnce } from './source-copy.ts'

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')

describe('a defence whose absence is tried out', () => {
  it.each(DEFENCES.map((defence) => [defence.name, defence] as const))(
    'is where the list says: %s',
    (_name, { edits }) => {
      for (const edit of edits) expect(() => assertOnce(read(edit.file), edit)).not.toThrow()
    },
  )

  it('has a name of its own', () => {
    expect(new Set(DEFENCES.map(({ name }) => name)).size).toBe(DEFENCES.length)
  })
})
