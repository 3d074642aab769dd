import type { AuthErrorCode, UnauthenticatedReason } from '@coatcheck/sdk'

/** What to say about a login that did not work out, and what to do about it. */
export interface LoginMessage {
  title: string
  detail: string
}

const FAILED: LoginMessage = {
  title: 'Signing in did not work',
  detail: 'Something went wrong on the way back from the provider. Please try again.',
}

const MESSAGES: Partial<Record<AuthErrorCode, LoginMessage>> = {
  access_denied: {
    title: 'Access was not granted',
    detail:
      'You said no at the provider, or closed its page. Nothing was connected; try again when you like.',
  },
  login_expired: {
    title: 'That took a little too long',
    detail: 'A sign-in is good for ten minutes and for one use. Start again from here.',
  },
  account_conflict: {
    title: 'That account is already taken',
    detail:
      'It belongs to somebody else’s session. Choose another account, or sign in with that one instead.',
  },
  provider_unavailable: {
    title: 'The provider is not answering',
    detail: 'It is not your fault. Try again in a minute, or use the other provider.',
  },
  network: {
    title: 'The server could not be reached',
    detail: 'Check the connection and try again.',
  },
}

/** Words a failed login or connect for the person it happened to. */
export function loginMessage(code: AuthErrorCode): LoginMessage {
  return MESSAGES[code] ?? FAILED
}

/** Words why nobody is signed in, when that may come as a surprise. */
export function signedOutMessage(reason: UnauthenticatedReason): LoginMessage | null {
  switch (reason) {
    case 'expired':
      return { title: 'Your session has ended', detail: 'Sign in to carry on where you were.' }
    case 'revoked':
      return { title: 'You were signed out', detail: 'The session was ended from somewhere else.' }
    case 'signed_out':
      return { title: 'You are signed out', detail: 'See you soon.' }
    case 'anonymous':
      return null
  }
}
