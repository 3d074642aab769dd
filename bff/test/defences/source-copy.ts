import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Defence, Edit } from './defence.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** What the tests of the BFF stand on, besides the packages. */
const COPIED = [
  'tsconfig.json',
  'bff/package.json',
  'bff/tsconfig.json',
  'bff/vitest.config.ts',
  'bff/src',
  'bff/test',
]

/** The BFF's source and tests in a folder of their own, where defences can be taken out. */
export class SourceCopy {
  /** The copy's `bff/`. */
  readonly folder: string
  readonly #root: string

  constructor() {
    this.#root = realpathSync(mkdtempSync(join(tmpdir(), 'coatcheck-defences-')))
    this.folder = join(this.#root, 'bff')
    for (const path of COPIED) cpSync(join(ROOT, path), join(this.#root, path), { recursive: true })
    for (const path of ['node_modules', 'bff/node_modules']) {
      if (existsSync(join(ROOT, path))) symlinkSync(join(ROOT, path), join(this.#root, path), 'dir')
    }
  }

  /**
   * Takes a defence out.
   *
   * @returns puts it back.
   * @throws {Error} a text is not there exactly once; nothing is changed then.
   */
  disarm({ edits }: Defence): () => void {
    const files = [...new Set(edits.map(({ file }) => join(this.folder, file)))]
    const originals = files.map((file) => [file, readFileSync(file, 'utf8')] as const)
    const restore = () => {
      for (const [file, text] of originals) writeFileSync(file, text)
    }
    try {
      for (const edit of edits) this.#apply(edit)
    } catch (error) {
      restore()
      throw error
    }
    return restore
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true })
  }

  #apply(edit: Edit): void {
    const file = join(this.folder, edit.file)
    const text = readFileSync(file, 'utf8')
    assertOnce(text, edit)
    writeFileSync(
      file,
      text.replace(edit.text, () => edit.replacement),
    )
  }
}

/** @throws {Error} naming the file and what it is searched for. */
export function assertOnce(source: string, { file, text }: Edit): void {
  const count = source.split(text).length - 1
  if (count !== 1) throw new Error(`${file} has ${count} times what it should have once: ${text.trim()}`)
}
