import { fileURLToPath } from 'node:url'
import type { retry } from '@octokit/plugin-retry'
import type { Octokit } from '@octokit/rest'
import type { JSHandle, Page } from '@playwright/test'
import type axios from 'axios'
import type { EventSource } from 'eventsource'
import type ky from 'ky'
import { build, type InlineConfig } from 'vite'

/** API clients as their packages publish them, and the SDK's own. */
export interface PageClients {
  createAuthClient: () => { fetch: (input: string | URL, init?: RequestInit) => Promise<Response> }
  Octokit: typeof Octokit
  retry: typeof retry
  axios: typeof axios
  ky: typeof ky
  EventSource: typeof EventSource
}

// What an app's own build does with the published packages. End-to-end code reaches the product by URLs and the
// command line only; this is the one exception, by the path of the built entry, because an SDK has no other door.
const SDK_ENTRY = fileURLToPath(new URL('../../sdk/dist/index.js', import.meta.url))

/** Where the entry would lie, so that its packages are found from here; it exists in memory only. */
const ENTRY = fileURLToPath(new URL('./page-entry.js', import.meta.url))

const SOURCE = `export { createAuthClient } from ${JSON.stringify(SDK_ENTRY)}
export { Octokit } from '@octokit/rest'
export { retry } from '@octokit/plugin-retry'
export { default as axios } from 'axios'
export { default as ky } from 'ky'
export { EventSource } from 'eventsource'`

const MODULE_PATH = '/page-clients.js'

let bundled: Promise<string> | undefined

/** Imports the clients into a page of the app; `evaluate` of what it returns calls them there. */
export async function importClients(page: Page): Promise<JSHandle<PageClients>> {
  bundled ??= bundle()
  const module = await bundled
  // Served by the app's own origin, so that the page's policy holds for it as for the app's code.
  await page.route(`**${MODULE_PATH}`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: module }),
  )
  const clients = await page.evaluateHandle<PageClients, string>((path) => import(path), MODULE_PATH)
  // As long as there is a route the browser's cache is off.
  await page.unroute(`**${MODULE_PATH}`)
  return clients
}

async function bundle(): Promise<string> {
  const built = await leavingNodeEnv(() => build(bundleOptions()))
  const chunks = [built].flat().flatMap((bundle) => ('output' in bundle ? bundle.output : []))
  const [module] = chunks.filter((chunk) => chunk.type === 'chunk')
  if (!module) throw new Error('the bundle holds no module')
  return module.code
}

/** A build of Vite declares the whole process to be production, which the world of later tests refuses. */
async function leavingNodeEnv<T>(work: () => Promise<T>): Promise<T> {
  const { NODE_ENV } = process.env
  try {
    return await work()
  } finally {
    if (NODE_ENV === undefined) Reflect.deleteProperty(process.env, 'NODE_ENV')
    else process.env.NODE_ENV = NODE_ENV
  }
}

function bundleOptions(): InlineConfig {
  return {
    configFile: false,
    root: fileURLToPath(new URL('../', import.meta.url)),
    logLevel: 'error',
    build: { write: false, lib: { entry: ENTRY, formats: ['es'], fileName: 'page' } },
    plugins: [
      {
        name: 'page-entry',
        resolveId: (id) => (id === ENTRY ? id : null),
        load: (id) => (id === ENTRY ? SOURCE : null),
      },
    ],
  }
}
