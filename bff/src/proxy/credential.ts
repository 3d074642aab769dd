import type { UpstreamConfig } from '../config/upstream-schema.ts'
import { BffError } from '../errors.ts'
import type { AccessGrant, AccessTokens, SessionAccess } from '../session/access.ts'
import type { ClientTokens } from '../session/client-tokens.ts'
import type { ExchangedTokens, ExchangePurpose } from '../session/exchanged-tokens.ts'

/** At once, where what is needed is remembered. */
type MaybeLater<T> = T | Promise<T>

/** What authorises an upstream's calls. Whoever sends one asks here, and knows no kind of credential. */
export interface Credential {
  /** Whose token calls carry; undefined: nobody's. */
  readonly providerId: string | undefined

  /**
   * Yields the token a call goes out with. It is judged before anything is sent: a grant that lacks a
   * scope the call needs is not used.
   *
   * @param scopes Needed by this call, besides what the upstream always needs.
   * @returns `undefined` when calls carry no token.
   * @throws {BffError} `insufficient_scope` (403), and what {@link AccessTokens.grant} throws.
   */
  grant(session: SessionAccess, scopes: readonly string[]): MaybeLater<AccessGrant | undefined>

  /**
   * Yields another token after the upstream answered 401 to this one.
   *
   * @returns `undefined` when there is none to be had; the upstream's answer stands.
   * @throws {BffError} as {@link grant}.
   */
  renew(
    session: SessionAccess,
    scopes: readonly string[],
    rejected: AccessGrant,
  ): Promise<AccessGrant | undefined>
}

/** Where credentials come from. */
export interface CredentialSources {
  accessTokens: AccessTokens
  /** Yields the scopes of a provider that grant what this one does: itself, and those that include it. */
  scopesGranting(providerId: string, scope: string): readonly string[]
  /** Tokens of this server itself. */
  clientTokens: Pick<ClientTokens, 'sourceFor'>
  /** Creates what exchanges people's tokens for one purpose. */
  exchangedTokens(purpose: ExchangePurpose): Pick<ExchangedTokens, 'of' | 'renewRejected'>
}

type CredentialConfig = UpstreamConfig['credential']

/** Creates the credential an upstream is configured with. */
export function createCredential(config: CredentialConfig, sources: CredentialSources): Credential {
  switch (config.type) {
    case 'none':
      return NO_CREDENTIAL
    case 'userToken':
      return userToken(config, sources)
    case 'clientCredentials':
      return clientCredentials(config, sources)
    case 'tokenExchange':
      return tokenExchange(config, sources)
  }
}

const NO_CREDENTIAL: Credential = {
  providerId: undefined,
  grant: () => undefined,
  renew: async () => undefined,
}

/** The token of the signed-in person at a provider. */
function userToken(
  { provider, scopes: always = [], resource }: Extract<CredentialConfig, { type: 'userToken' }>,
  { accessTokens, scopesGranting }: CredentialSources,
): Credential {
  // Scopes come from the configuration alone, so this stays small.
  const granting = new Map<string, readonly string[]>()

  function isGranted(scope: string, granted: readonly string[]): boolean {
    const enough = granting.get(scope) ?? scopesGranting(provider, scope)
    granting.set(scope, enough)
    return enough.some((name) => granted.includes(name))
  }

  function checked(grant: AccessGrant, scopes: readonly string[]): AccessGrant {
    if (always.length + scopes.length === 0) return grant
    const needed = new Set([...always, ...scopes])
    const missingScopes = [...needed].filter((scope) => !isGranted(scope, grant.scope))
    if (missingScopes.length === 0) return grant
    throw new BffError('insufficient_scope', 'The connection lacks a permission that this call needs.', {
      provider,
      missingScopes,
    })
  }

  return {
    providerId: provider,
    grant(session, scopes) {
      const grant = accessTokens.grant(session, provider, resource)
      return grant instanceof Promise ? grant.then((read) => checked(read, scopes)) : checked(grant, scopes)
    },
    async renew(session, scopes, rejected) {
      const renewed = await accessTokens.refreshRejected(session, provider, rejected, resource)
      return renewed && checked(renewed, scopes)
    },
  }
}

/** This server's own token, the same for all people: what they may do with it is what `allow` lets pass. */
function clientCredentials(
  config: Extract<CredentialConfig, { type: 'clientCredentials' }>,
  { clientTokens }: CredentialSources,
): Credential {
  const source = clientTokens.sourceFor(config)
  return {
    providerId: undefined,
    grant: () => source.grant(),
    renew: (_session, _scopes, rejected) => source.renewRejected(rejected),
  }
}

/** What the person's token is exchanged for, which is good at this upstream alone. */
function tokenExchange(
  config: Extract<CredentialConfig, { type: 'tokenExchange' }>,
  sources: CredentialSources,
): Credential {
  const { provider } = config
  const subjects = userToken({ type: 'userToken', provider }, sources)
  const exchanged = sources.exchangedTokens(config)

  /** A subject token that the provider refuses may have been revoked before its time: a new one may still be had. */
  async function exchange(
    session: SessionAccess,
    scopes: readonly string[],
  ): Promise<AccessGrant | undefined> {
    const subject = await subjects.grant(session, scopes)
    if (!subject) return undefined
    try {
      return await exchanged.of(session, subject)
    } catch (error) {
      if (!(error instanceof BffError && error.code === 'reauth_required')) throw error
      const renewed = await subjects.renew(session, scopes, subject)
      if (!renewed) throw error
      return exchanged.of(session, renewed)
    }
  }

  return {
    providerId: provider,
    grant: exchange,
    async renew(session, scopes, rejected) {
      const subject = await subjects.grant(session, scopes)
      return subject && exchanged.renewRejected(session, subject, rejected)
    },
  }
}
