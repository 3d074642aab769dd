import type { WireConnection, WireSession } from '../../src/wire.ts'

/** Noon of some day; tests that move the clock start here. */
export const NOON: number = Date.UTC(2030, 0, 1, 12)

/** A session as the BFF words it: Ada, signed in with GitHub, for half an hour of idling. */
export function aSession(overrides: Partial<WireSession> = {}): WireSession {
  return {
    user: { id: 'github:1815', name: 'Ada Lovelace' },
    connections: [aConnection()],
    authenticatedAt: NOON,
    expiresAt: NOON + 12 * 3_600_000,
    idleExpiresAt: NOON + 30 * 60_000,
    ...overrides,
  }
}

/** Ada's GitHub account. */
export function aConnection(overrides: Partial<WireConnection> = {}): WireConnection {
  return {
    provider: 'github',
    accountId: '1815',
    label: 'ada',
    scopes: ['read:user'],
    status: 'active',
    ...overrides,
  }
}
