import { timingSafeEqual } from 'node:crypto'
import type { RegisteredClient } from '../github-options.ts'

/** The OAuth apps this GitHub knows. */
export interface ClientRegistry {
  find(clientId: string): RegisteredClient | undefined
  /** Absent when the id is unknown or the secret wrong. */
  authenticate(clientId: string, clientSecret: string): RegisteredClient | undefined
  /** Changes how long tokens issued from now on live; `undefined` for no expiry. */
  setTokenLifetime(clientId: string, seconds: number | undefined): void
  secrets(): string[]
  reset(): void
}

/** Creates the registry from the clients the world was started with. */
export function createClientRegistry(registered: readonly RegisteredClient[]): ClientRegistry {
  const clients = new Map<string, RegisteredClient>()
  const reset = () => {
    for (const client of registered) clients.set(client.clientId, { ...client })
  }
  reset()
  return {
    reset,
    find: (clientId) => clients.get(clientId),
    authenticate: (clientId, clientSecret) => {
      const client = clients.get(clientId)
      return client && isSameSecret(client.clientSecret, clientSecret) ? client : undefined
    },
    setTokenLifetime: (clientId, seconds) => {
      const client = clients.get(clientId)
      if (!client) throw new Error(`no client is registered as ${clientId}`)
      if (seconds === undefined) delete client.tokenLifetimeSeconds
      else client.tokenLifetimeSeconds = seconds
    },
    secrets: () => registered.map((client) => client.clientSecret),
  }
}

function isSameSecret(expected: string, actual: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(actual)]
  return a.length === b.length && timingSafeEqual(a, b)
}
