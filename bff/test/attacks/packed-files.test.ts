import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const ROOT = new URL('../../../', import.meta.url)

/** What a package may hold. Everything else, keys and settings above all, would be there by mistake. */
const EXPECTED =
  /^(?:package\.json|README\.md|LICENSE|bin\/[\w-]+\.js|docs\/[\w-]+\.md|(?:src|dist)\/[\w./-]+\.(?:tsx?|js|d\.ts|map))$/

/** npm runs these on the machine of whoever installs the package. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish']

it.each(['bff', 'sdk'])(
  'CFG-08 attack 48 packaging: what npm packs of %s is source, build and prose',
  async (workspace) => {
    const cwd = fileURLToPath(new URL(`${workspace}/`, ROOT))
    const pack = ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline']

    const { stdout } = await promisify(execFile)('npm', pack, { cwd, maxBuffer: 16 * 1024 * 1024 })

    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }]
    const paths = files.map(({ path }) => path)
    expect(paths).toContain('package.json')
    expect(paths.filter((path) => !EXPECTED.test(path) || /\.test\.|(?:^|\/)test\//.test(path))).toEqual([])
  },
)

it.each(['bff', 'sdk'])('attack 48 packaging: %s runs nothing when it is installed', (workspace) => {
  const manifest = JSON.parse(readFileSync(new URL(`${workspace}/package.json`, ROOT), 'utf8')) as {
    scripts: Record<string, string>
  }

  expect(Object.keys(manifest.scripts).filter((name) => INSTALL_SCRIPTS.includes(name))).toEqual([])
})
