import type { WireUser } from '@coatcheck/sdk/wire'
import type { Authentication } from '../oauth/authentication.ts'

declare module 'express-session' {
  interface SessionData {
    signedIn?: SignedIn
  }
}

/** An account the session may act for; its tokens are in the token store. */
export interface StoredConnection {
  provider: string
  /** Subject at that provider; never an email or a login name. */
  accountId: string
  label?: string
  /** Granted scopes, in the names the configuration uses. */
  scopes: string[]
  /** The provider's own session, when its ID token names one; back-channel logout refers to it. */
  sid?: string
  /** When and how the person authenticated there for the tokens that are held; absent when the provider says neither. */
  authentication?: Authentication
}

/**
 * Everything a session remembers. It lives under one key of the express-session object,
 * so that "is anybody signed in" is one question.
 */
export interface SignedIn {
  /** Counts the writes of this record; a write succeeds only on the version it read. */
  version: number
  user: WireUser
  connections: StoredConnection[]
  authenticatedAt: number
  /** Epoch milliseconds; never moved by activity. */
  expiresAt: number
  /** Browser and system that signed in, in our own words; absent when unknown. */
  device?: string
}
