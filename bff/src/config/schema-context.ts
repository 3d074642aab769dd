import type { SecretSources } from './secret.ts'

/**
 * What single fields must know of the rest of the file and of the process. It is read off the
 * input before the schema runs, so that every rule belongs to one field and all of them report
 * in the same pass.
 */
export interface SchemaContext extends SecretSources {
  /** NODE_ENV is `production`. */
  production: boolean
  /** `publicUrl` is https. */
  https: boolean
  /** `publicUrl` is a loopback one: plain http to loopback providers and upstreams is fine. */
  loopback: boolean
  /** Providers in the file, whether or not they are well configured, and the scopes each may ask a person for. */
  offeredScopes: ReadonlyMap<string, readonly string[]>
  /** Those of them that issue ID tokens, which say when and how a person authenticated. */
  authenticating: ReadonlySet<string>
  /** Those of them that can issue tokens to this server itself, and exchange people's. */
  grantingToClients: ReadonlySet<string>
  /** Folder that relative paths start from. */
  baseDir: string
}
