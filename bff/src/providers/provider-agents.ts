import { Agent } from 'undici'
import type { ClientCertificate } from '../config/client-certificate.ts'
import { type ConnectorSettings, createProviderConnector } from './provider-connector.ts'

/** How the connections of one provider are kept. */
export interface AgentSettings extends Omit<ConnectorSettings, 'certificate'> {
  /** Yields the client's certificate, the same object until it is renewed; absent where the client has none. */
  readCertificate?: (() => ClientCertificate) | undefined
}

/** Connections to one provider. */
export interface ProviderAgents {
  /** For what is public. */
  readonly anonymous: Agent
  /** For what is asked in the client's name or a person's: shows the certificate, as it is now. */
  client(): Agent
}

/** Creates the connection pools of a provider; none is opened before the first call. */
export function createProviderAgents({ readCertificate, ...settings }: AgentSettings): ProviderAgents {
  const anonymous = new Agent({ connect: createProviderConnector(settings) })
  if (!readCertificate) return { anonymous, client: () => anonymous }

  let current: { certificate: ClientCertificate; agent: Agent } | undefined
  return {
    anonymous,
    client() {
      const certificate = readCertificate()
      if (certificate !== current?.certificate) {
        // A connection that is open, or a TLS session that is resumed, goes on with the certificate it began with.
        current?.agent.close().catch(() => undefined)
        const agent = new Agent({ connect: createProviderConnector({ ...settings, certificate }) })
        current = { certificate, agent }
      }
      return current.agent
    },
  }
}
