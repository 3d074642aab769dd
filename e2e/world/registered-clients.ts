import { randomBytes } from 'node:crypto'

/** How the app is known to a provider. */
export interface ClientRegistration {
  clientId: string
  clientSecret: string
  /** What the provider's pages call the app. */
  name: string
}

/** The demo app as the emulated GitHub knows it. The secret is new in each process. */
export const GITHUB_CLIENT: ClientRegistration = {
  clientId: 'Ov23liCoatcheckDemo0',
  clientSecret: randomBytes(20).toString('hex'),
  name: 'Coatcheck demo',
}

/** The demo app as the emulated Google knows it. The secret is new in each process. */
export const GOOGLE_CLIENT: ClientRegistration = {
  clientId: '181519061969-coatcheck.apps.googleusercontent.com',
  clientSecret: `GOCSPX-${randomBytes(21).toString('base64url')}`,
  name: 'Coatcheck demo',
}
