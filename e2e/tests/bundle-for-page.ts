import { fileURLToPath } from 'node:url'
import { build } from 'vite'

// What an app's own build does with the published packages. End-to-end code reaches the product by URLs and the
// command line only; this is the one exception, by the path of the built entry, because an SDK has no other door.
const SDK_ENTRY = fileURLToPath(new URL('../../sdk/dist/index.js', import.meta.url))

/** Where the entry would lie, so that its packages are found from here; it exists in memory only. */
const ENTRY = fileURLToPath(new URL('./page-entry.js', import.meta.url))

/**
 * Bundles the SDK's client and an unmodified Octokit into one ES module for a page of the app.
 *
 * @returns The module's text; it exports `createAuthClient` and `Octokit`.
 */
export async function bundleForPage(): Promise<string> {
  const source = `export { createAuthClient } from ${JSON.stringify(SDK_ENTRY)}
export { Octokit } from '@octokit/rest'`
  const built = await build({
    configFile: false,
    root: fileURLToPath(new URL('../', import.meta.url)),
    logLevel: 'error',
    build: { write: false, lib: { entry: ENTRY, formats: ['es'], fileName: 'page' } },
    plugins: [
      {
        name: 'page-entry',
        resolveId: (id) => (id === ENTRY ? id : null),
        load: (id) => (id === ENTRY ? source : null),
      },
    ],
  })
  const chunks = [built].flat().flatMap((bundle) => ('output' in bundle ? bundle.output : []))
  const [module] = chunks.filter((chunk) => chunk.type === 'chunk')
  if (!module) throw new Error('the bundle holds no module')
  return module.code
}
