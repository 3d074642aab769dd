import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Router } from 'express'
import { createApp } from '../../src/app.ts'
import { parseConfig } from '../../src/config/parse-config.ts'
import type { ConfigInput } from '../../src/config/schema.ts'
import { createLogger } from '../../src/logger.ts'
import { Browser } from '../support/browser.ts'
import { connect, login } from '../support/journey.ts'
import { withMachineGrants } from '../support/machine-grants.ts'
import { oidcAt, startStandardProvider } from '../support/standard-provider.ts'
import { configOf, type Surroundings, startSurroundings } from '../support/start-bff.ts'

type UpstreamInput = NonNullable<ConfigInput['upstreams']>[string]
type RouteRule = NonNullable<UpstreamInput['allow']>[number]

/** Every kind of credential there is: a new one does not compile until it stands here. */
const CREDENTIALS = {
  userToken: { type: 'userToken', provider: 'github' },
  clientCredentials: { type: 'clientCredentials', provider: 'corp' },
  tokenExchange: { type: 'tokenExchange', provider: 'corp', audience: 'api' },
  none: { type: 'none' },
} satisfies { [Kind in UpstreamInput['credential']['type']]: UpstreamInput['credential'] }

/** Every method a rule may name. */
export const METHODS = Object.keys({
  ...{ GET: true, HEAD: true, POST: true, PUT: true, PATCH: true, DELETE: true, OPTIONS: true },
} satisfies Record<RouteRule['methods'][number], true>) as RouteRule['methods']

/** Every rule on proof of origin there is. */
const RULES = Object.keys({ header: true, 'fetch-metadata': true } satisfies Record<
  NonNullable<RouteRule['csrf']>,
  true
>) as NonNullable<RouteRule['csrf']>[]

/** An upstream for each kind of credential and each rule, such as `/api/none-header`. */
interface ProxiedDoor {
  path: string
  rule: NonNullable<RouteRule['csrf']>
}

/** A BFF with every kind of upstream, and somebody who is signed in. */
export interface CsrfWorld extends Pick<Surroundings, 'api'> {
  publicUrl: string
  router: Router
  browser: Browser
  doors: ProxiedDoor[]
  close(): Promise<void>
}

/** Starts it; its surroundings end with the test. */
export async function startCsrfWorld(): Promise<CsrfWorld> {
  const around = await startSurroundings({})
  const corp = await startStandardProvider()
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const publicUrl = `http://localhost:${port}`
  const upstreams = upstreamsTo(around.api.origin)
  const config = parseConfig(
    { ...configOf(publicUrl, around, { providers: { corp: oidcAt(corp) } }), upstreams },
    { environment: {}, readFile: () => '', baseDir: '/' },
  )
  const deps = { now: around.clock.now, log: createLogger('silent'), development: false }
  const bff = await createApp(config, deps)
  server.on('request', express().use(bff.router))
  server.on('upgrade', bff.upgrade)
  const browser = new Browser({ publicUrl, port, now: around.clock.now })
  await login(browser, 'github')
  await connect(browser, 'corp')
  withMachineGrants(corp)

  return {
    publicUrl,
    api: around.api,
    router: bff.router,
    browser,
    doors: Object.entries(upstreams).map(([id, { allow }]) => {
      return { path: `/api/${id}/x`, rule: allow?.[0]?.csrf ?? 'header' }
    }),
    async close() {
      server.closeAllConnections()
      server.close()
      await bff.close()
    },
  }
}

function upstreamsTo(target: string): Record<string, UpstreamInput> {
  const upstreams: Record<string, UpstreamInput> = {}
  for (const [kind, credential] of Object.entries(CREDENTIALS)) {
    for (const csrf of RULES) {
      const allow = [{ methods: METHODS, path: '/**', csrf }]
      upstreams[`${kind.toLowerCase()}-${csrf}`] = { target, credential, allow }
    }
  }
  return upstreams
}
