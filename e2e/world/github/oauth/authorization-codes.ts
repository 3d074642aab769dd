import { randomBytes } from 'node:crypto'
import type { WorldClock } from '../../world-clock.ts'

/** What an authorization code stands for. */
interface CodeGrant {
  clientId: string
  accountId: number
  scope: readonly string[]
  redirectUri: string
  /** Whether the authorization request named the redirect URI; if so the token request has to as well. */
  isRedirectUriNamed: boolean
  /** The S256 challenge; absent when the client did not use PKCE. */
  codeChallenge?: string
}

/** The codes on their way from the browser to the token endpoint. */
export interface AuthorizationCodes {
  issue(grant: CodeGrant): string
  /** Gives the grant once; absent when the code is unknown, used, too old or another client's. */
  take(code: string, clientId: string): CodeGrant | undefined
  removeFor(clientId: string, accountId: number): void
  /** Every code ever issued, for leak sweeps. */
  everIssued(): string[]
  reset(): void
}

/** GitHub documents ten minutes. */
const CODE_LIFETIME_MS = 10 * 60 * 1000

/** Creates the store of single-use codes. */
export function createAuthorizationCodes(clock: WorldClock): AuthorizationCodes {
  const pending = new Map<string, CodeGrant & { expiresAt: number }>()
  const issued: string[] = []
  return {
    issue: (grant) => {
      const code = randomBytes(10).toString('hex')
      pending.set(code, { ...grant, expiresAt: clock.now() + CODE_LIFETIME_MS })
      issued.push(code)
      return code
    },
    take: (code, clientId) => {
      const grant = pending.get(code)
      // A client that presents another one's code must not be able to burn it either.
      if (grant?.clientId !== clientId) return undefined
      pending.delete(code)
      return grant.expiresAt > clock.now() ? grant : undefined
    },
    removeFor: (clientId, accountId) => {
      for (const [code, grant] of pending) {
        if (grant.clientId === clientId && grant.accountId === accountId) pending.delete(code)
      }
    },
    everIssued: () => [...issued],
    reset: () => pending.clear(),
  }
}
