import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCertificate } from './certificate.ts'
import type { Cleanup } from './cleanup.ts'
import { openTlsFront } from './tls-front.ts'
import type { World, WorldOrigins } from './world.ts'

/** The public https origins of app and providers, before anything stands behind them. */
export interface HttpsFronts {
  appUrl: string
  origins: WorldOrigins
  /** PEM file of the authority that has signed the certificate. */
  caFile: string
  /** Connects the fronts with the listeners behind them. */
  forwardTo(appPort: number, world: World): void
  /** Opens one more front, before a listener on this loopback port; returns its public origin. */
  openBefore(port: number): Promise<string>
}

/** Two registrable domains: with one, the provider would be the same site and no Strict cookie would be held back. */
const APP_HOST = 'app.example.test'
const PROVIDER_HOST = 'accounts.other.test'

/** Opens the five TLS fronts and writes their authority's certificate to a file. */
export async function openHttpsFronts(cleanup: Cleanup): Promise<HttpsFronts> {
  const certificate = await createCertificate([APP_HOST, PROVIDER_HOST])
  const folder = await mkdtemp(join(tmpdir(), 'coatcheck-tls-'))
  cleanup.add(() => rm(folder, { recursive: true, force: true }))
  const caFile = join(folder, 'authority.pem')
  await writeFile(caFile, certificate.ca)

  const open = async () => {
    const front = await openTlsFront(certificate)
    cleanup.add(front.close)
    return front
  }
  const [app, githubWeb, githubApi, google, googleApi] = await Promise.all([
    open(),
    open(),
    open(),
    open(),
    open(),
  ])
  const providerOrigin = (port: number) => `https://${PROVIDER_HOST}:${port}`
  return {
    appUrl: `https://${APP_HOST}:${app.port}`,
    origins: {
      githubWeb: providerOrigin(githubWeb.port),
      githubApi: providerOrigin(githubApi.port),
      google: providerOrigin(google.port),
      googleApi: providerOrigin(googleApi.port),
    },
    caFile,
    forwardTo: (appPort, world) => {
      app.forwardTo(appPort)
      githubWeb.forwardTo(world.github.webPort)
      githubApi.forwardTo(world.github.apiPort)
      google.forwardTo(world.google.port)
      googleApi.forwardTo(world.google.apiPort)
    },
    openBefore: async (port) => {
      const front = await open()
      front.forwardTo(port)
      return providerOrigin(front.port)
    },
  }
}
