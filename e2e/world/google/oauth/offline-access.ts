import type { KoaContextWithOIDC } from 'oidc-provider'

/** Which authorization codes bring a refresh token. */
export interface OfflineAccess {
  /** Notes a code at the moment it is issued. */
  note(ctx: KoaContextWithOIDC, code: unknown): void
  /** Tells once whether the code brings a refresh token. */
  take(code: string): boolean
}

/**
 * Creates the rule that surprises every new client of Google: a refresh token comes with
 * `access_type=offline`, and only when the person has just agreed on the consent page. A later sign-in, which
 * shows no such page, brings none unless the client asks with `prompt=consent`.
 */
export function createOfflineAccess(): OfflineAccess {
  const codes = new Set<string>()
  return {
    note: ({ oidc }, code) => {
      const isOffline = oidc.params?.access_type === 'offline'
      if (isOffline && oidc.result?.consent && typeof code === 'string') codes.add(code)
    },
    take: (code) => codes.delete(code),
  }
}
